import { type FloodSpec, floodSpec } from "../../plan/load-schema.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";
import type { GeneratorRecord, PushRecord } from "../../run-folder/request-record.ts";

const steps = [{ forS: 2, rateBytesPerSecond: 16_000 }];
export const flood: FloodSpec = floodSpec.parse({ steps, streams: 2, pushBytes: 1600 });
const overRate = "Ingestion rate limit exceeded for user payments (limit: 9 bytes/sec)";
export const overStream = "Per stream rate limit exceeded (limit: 3MB/sec)";

/**
 * Twenty pushes of ten lines each to two streams. Push number 5 was refused because it exceeded the tenant's rate; all
 * other pushes were acknowledged.
 */
export const pushes: readonly PushRecord[] = Array.from({ length: 20 }, (_, i) => ({
  kind: "flood",
  tenant: "payments",
  stream: i % 2,
  firstSequence: Math.floor(i / 2) * 10,
  lines: 10,
  lineBytes: 1600,
  firstTimestampNs: String(i),
  stepNs: 1,
  intendedMs: i,
  startMs: i,
  endMs: i + 1,
  ...(i === 5 ? { status: 429, error: overRate } : { status: 204 }),
}));
export const changed = (index: number, to: Partial<PushRecord>): readonly PushRecord[] =>
  pushes.map((push, i) => (i === index ? { ...push, ...to } : push));

export const generator: GeneratorRecord = {
  script: "flood",
  planned: 20,
  dropped: 0,
  cpuSeconds: 1,
  wallSeconds: 2,
  startLagP99Ms: 1,
  exitCode: 0,
};

interface Counted {
  readonly lines?: number;
  readonly bytes?: number;
  readonly metadata?: number;
  readonly discardedLines?: number;
  readonly discardedBytes?: number;
  readonly ingesterDiscards?: number;
  readonly created?: number;
}

/**
 * Returns a snapshot of Loki's counters. `times` is 0 for a snapshot before the load, and 1 for a snapshot after the
 * load, with increased counters.
 */
function snapshot(boundary: string, times: 0 | 1, counted: Counted = {}): CountersSnapshot {
  const { lines = 200, bytes = 32_000, metadata = 0, created = 6 } = counted;
  const { discardedLines = 10, discardedBytes = 1600, ingesterDiscards = 0 } = counted;
  const sample = (name: string, value: number, labels: Record<string, string> = {}) => ({
    name: `loki_${name}`,
    labels: { tenant: "payments", ...labels },
    value: 1000 + value * times,
  });
  const born = { name: "process_start_time_seconds", labels: {}, value: 17 };
  const distributor = [
    sample("distributor_lines_received_total", lines),
    sample("distributor_bytes_received_total", bytes + metadata),
    sample("distributor_structured_metadata_bytes_received_total", metadata),
    sample("discarded_samples_total", discardedLines, { reason: "rate_limited" }),
    sample("discarded_bytes_total", discardedBytes, { reason: "rate_limited" }),
    { ...sample("distributor_lines_received_total", 77), labels: { tenant: "other" } },
  ];
  const ingester = [
    sample("ingester_streams_created_total", created),
    sample("discarded_samples_total", ingesterDiscards, { reason: "per_stream_rate_limit" }),
  ];
  return {
    boundary,
    atMs: times,
    members: {
      "distributor-0": { component: "distributor", samples: [born, ...distributor] },
      "ingester-0": { component: "ingester", samples: [born, ...ingester] },
    },
  };
}

export const around = (counted: Counted): readonly CountersSnapshot[] => [
  snapshot("ready", 0),
  snapshot("load-start", 0),
  snapshot("load-end", 1, counted),
];

/** Returns snapshots with a distributor that was restarted during the load. Its counters begin at zero again. */
export function restarted(boundary: string): readonly CountersSnapshot[] {
  const end = snapshot("load-end", 1);
  const { "distributor-0": before } = end.members;
  const born = [{ name: "process_start_time_seconds", labels: {}, value: 18 }];
  const after = { component: "distributor", samples: born };
  return [
    snapshot("load-start", 0),
    { boundary, atMs: 1, members: before === undefined ? {} : { "distributor-0": before } },
    { ...end, members: { ...end.members, "distributor-0": after } },
  ];
}

export function without(boundary: string): readonly CountersSnapshot[] {
  return around({}).filter((one) => one.boundary !== boundary);
}

export const mute: readonly CountersSnapshot[] = around({}).map((one) => ({
  ...one,
  members: { ...one.members, "distributor-0": { component: "distributor", error: "no answer", samples: [] } },
}));
