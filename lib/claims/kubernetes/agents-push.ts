import { randomBytes } from "node:crypto";
import type { PushBody } from "../../loki/push-body.ts";
import { protobufPush } from "../../loki/push-protobuf.ts";

/**
 * The largest body that agents push unless told otherwise: Promtail and Grafana Alloy batch up to 1 MiB of lines
 * (clients/pkg/promtail/client/config.go, 3.7.8; Alloy's loki.write `batch_size`), and lines that do not compress are no
 * smaller on the wire; their labels, timestamps and framing come on top.
 */
export const agentsPushBytes = 1_048_576 + 64 * 1024;

/** Well under max_line_size of every tenant of ours. */
const lineChars = 64 * 1024;
const secondNs = 1_000_000_000n;

/**
 * A push whose body is about so many bytes on the wire, never more than `bytes` and within 1 % of it: lines of random
 * text, which snappy leaves as long as they are.
 */
export function pushOfBytes(
  bytes: number,
  nowMs: number,
  labels: Readonly<Record<string, string>>,
): PushBody {
  const spare = Math.ceil(bytes / 200);
  const lines = Math.ceil((bytes - spare) / lineChars);
  const entries = Array.from({ length: lines }, (_, index) => ({
    timestampNs: String(BigInt(nowMs) * 1_000_000n - secondNs + BigInt(index)),
    line: noise(Math.min(lineChars, bytes - spare - index * lineChars)),
  }));
  return protobufPush([{ labels, entries }]);
}

/** Characters that are one byte each in UTF-8 and hard to compress: 6 random bits a character. */
function noise(chars: number): string {
  return randomBytes(Math.ceil(chars * 0.75))
    .toString("base64url")
    .slice(0, chars);
}
