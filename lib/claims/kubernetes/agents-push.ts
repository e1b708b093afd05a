import { randomBytes } from "node:crypto";
import type { PushBody } from "../../loki/push-body.ts";
import { protobufPush } from "../../loki/push-protobuf.ts";

/**
 * The size of the largest push that agents send by default. Promtail and Grafana Alloy batch up to 1 MiB of lines
 * (clients/pkg/promtail/client/config.go, 3.7.8; Alloy's loki.write `batch_size`). Lines that do not compress keep
 * their size on the wire. Labels, timestamps and framing add to that size.
 */
export const agentsPushBytes = 1_048_576 + 64 * 1024;

/** The number of characters in a test line, well below the max_line_size of every test tenant. */
const lineChars = 64 * 1024;
const secondNs = 1_000_000_000n;

/**
 * Returns a push whose body has at most `bytes` bytes on the wire, and at least 99 % of them. Its lines are random
 * text, which snappy cannot compress.
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

/** Returns text that is hard to compress. Each character carries 6 random bits and takes one byte in UTF-8. */
function noise(chars: number): string {
  return randomBytes(Math.ceil(chars * 0.75))
    .toString("base64url")
    .slice(0, chars);
}
