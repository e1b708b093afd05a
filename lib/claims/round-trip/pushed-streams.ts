import { gzipped, type PushBody } from "../../loki/push-body.ts";
import { type PushFormat } from "../../loki/push-formats.ts";
import { jsonPush } from "../../loki/push-json.ts";
import { type OtlpLogs, otlpJsonPush, otlpProtobufPush } from "../../loki/push-otlp.ts";
import { protobufPush } from "../../loki/push-protobuf.ts";
import type { PushEntry, PushStream } from "../../loki/push-stream.ts";
import type { PlannedVersion } from "../../promises/loki-is.ts";
import { hardLines } from "./hard-lines.ts";
import { metadataAsStored, otlpAsStream } from "./legal-mutations.ts";
import { printLine, type SeenStream } from "./round-trip-record.ts";

/** A push, the stream that Loki must return for it, and the selector that matches only this stream. */
export interface PreparedTrip {
  readonly format: PushFormat;
  readonly push: PushBody;
  readonly pushed: SeenStream;
  readonly selector: string;
}

/**
 * Offsets of the entries' timestamps from the first entry in nanoseconds. Some are one nanosecond apart, some are whole
 * seconds, some are irregular. All are distinct.
 */
const steps = [0n, 1n, 2n, 1_000n, 999_999_999n, 1_000_000_000n, 1_000_000_001n, 2_718_281_828n];

/** Returns a distinct timestamp for each hard line, because Loki promises no order for equal timestamps. */
function timestamps(firstNs: bigint): readonly string[] {
  return hardLines.map((_, index) => {
    const round = BigInt(Math.floor(index / steps.length)) * 3_000_000_000n;
    return String(firstNs + round + (steps[index % steps.length] ?? 0n));
  });
}

const hardMetadata = [
  { trace_id: "0af7651916cd43dd8448eb211c80319c", user: 'grüße 你好 🦊 "quoted" \\ \n\t' },
  { "with.dot": "a", "with-dash": "b", "9th": "c", UPPER_case: "d", a__b: "e" },
  { empty: "", replacement: "a\ufffdb" },
];

interface TripOptions {
  /** A text that no streams on the stack contain except those of this probe. */
  readonly marker: string;
  readonly firstNs: bigint;
  readonly loki: PlannedVersion;
}

/** Returns one push in the given format: a stream of all hard lines, with this run's marker. */
export function prepareTrip(format: PushFormat, { marker, firstNs, loki }: TripOptions): PreparedTrip {
  const id = `${marker}-${format}`;
  if (format === "otlp-json" || format === "otlp-protobuf") return otlpTrip(format, { id, firstNs, loki });
  const stream = hardStream(id, firstNs);
  const push = format === "protobuf" ? protobufPush([stream]) : jsonPush([stream]);
  return {
    format,
    push: format === "json-gzip" ? gzipped(push) : push,
    pushed: asStored(stream, { loki, json: format !== "protobuf" }),
    selector: `{lokiproof_probe="round-trip", lokiproof_run="${id}"}`,
  };
}

/**
 * Returns a stream of all hard lines. The entries are deliberately not in order of time: Loki accepts the entries of a
 * stream in any order and sorts them.
 */
function hardStream(id: string, firstNs: bigint): PushStream {
  const times = timestamps(firstNs);
  const entries = hardLines.map((line, index): PushEntry => {
    const metadata = hardMetadata[index];
    const entry = { timestampNs: times[index] ?? "", line };
    return metadata === undefined ? entry : { ...entry, structuredMetadata: metadata };
  });
  const labels = {
    lokiproof_probe: "round-trip",
    lokiproof_run: id,
    hard: '"quoted" \\ back, {a="b"} \n\t grüße 你好 🦊',
  };
  return { labels, entries: [...entries.slice(3), ...entries.slice(0, 3)] };
}

function otlpTrip(
  format: "otlp-json" | "otlp-protobuf",
  { id, firstNs, loki }: { readonly id: string; readonly firstNs: bigint; readonly loki: PlannedVersion },
): PreparedTrip {
  const times = timestamps(firstNs);
  const logs: OtlpLogs = {
    resource: {
      "service.name": "lokiproof grüße",
      "service.instance.id": id,
      "deployment.environment": '"quoted" \\',
      "custom.attribute-1": "你好",
      "9th": "digit first",
    },
    scope: { name: "lokiproof.round-trip", version: "1.0.0", attributes: { "scope.attribute": "🦊" } },
    records: hardLines.map((body, index) => ({
      timestampNs: times[index] ?? "",
      body,
      ...(index === 0 ? otlpFields : {}),
    })),
  };
  return {
    format,
    push: format === "otlp-json" ? otlpJsonPush(logs) : otlpProtobufPush(logs),
    pushed: asStored(otlpAsStream(logs, loki), { loki, json: false }),
    selector: `{service_instance_id="${id}"}`,
  };
}

const otlpFields = {
  attributes: { "http.response.status_code": "200", note: 'say "hi"\n' },
  severityNumber: 17,
  severityText: "ERROR",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
};

/** Returns the pushed stream as Loki must show it, oldest entry first. */
function asStored(
  { labels, entries }: PushStream,
  stored: Parameters<typeof metadataAsStored>[1],
): SeenStream {
  const seen = entries.map(({ timestampNs, line, structuredMetadata }) => ({
    timestampNs,
    line: printLine(line),
    metadata: metadataAsStored(structuredMetadata ?? {}, stored),
  }));
  return { labels, entries: seen.sort((a, b) => (BigInt(a.timestampNs) < BigInt(b.timestampNs) ? -1 : 1)) };
}
