import type { PushBody } from "./push-body.ts";
import type { PushStream } from "./push-stream.ts";

/**
 * Encodes streams in Loki's JSON push format. An entry is [ns as a string, line] or [ns, line, structured metadata]
 * (pkg/loghttp/entry.go, 3.7.8).
 */
export function jsonPush(streams: readonly PushStream[]): PushBody {
  return {
    path: "/loki/api/v1/push",
    headers: { "Content-Type": "application/json" },
    body: Buffer.from(JSON.stringify({ streams: streams.map(toWire) })),
  };
}

function toWire({ labels, entries }: PushStream): object {
  return {
    stream: labels,
    values: entries.map(({ timestampNs, line, structuredMetadata }) =>
      structuredMetadata === undefined ? [timestampNs, line] : [timestampNs, line, structuredMetadata],
    ),
  };
}
