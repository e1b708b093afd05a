import type { ReadBack } from "../lib/claims/durability/ingesters.probe.ts";
import { pickSamples } from "../lib/claims/durability/read-samples.ts";
import { copySuites } from "../lib/judge/copy-suites.ts";
import { type RunFolder, runFolder } from "../lib/judge/run-folder.fixture.ts";
import { judge } from "../lib/judge/run-suites.ts";
import { floodSpec } from "../lib/plan/load-schema.ts";
import type { Plan } from "../lib/plan/plan.ts";
import type { CountersSnapshot } from "../lib/run-folder/counters-record.ts";
import type { GeneratorRecord, PushRecord } from "../lib/run-folder/request-record.ts";
import type { Benchmark, BenchOptions, Figure } from "./benchmark.ts";

interface Size {
  readonly tenants: number;
  readonly streams: number;
}

/** The number of pushes to each stream in the records. */
const pushesPerStream = 4;
const linesPerPush = 625;
const lineBytes = 160;
const members = 8;
const seed = 1;
const ingesters = [0, 1, 2].map((index) => ({ name: `ingester-${index}`, chunksInMemory: 0 }));
const flush = { flushed: true, indexUploaded: true, ingesters };

const sizes: readonly Size[] = [
  { tenants: 3, streams: 12 },
  { tenants: 3, streams: 2000 },
  { tenants: 100, streams: 12 },
  { tenants: 1000, streams: 12 },
];

/** Measures how long it takes to judge the records of a load, and how that grows with tenants and streams. */
export const judging: Benchmark = {
  name: "judging",
  async *run(options) {
    for (const size of sizes) yield* measure(size, options);
  },
};

async function* measure(size: Size, { signal }: BenchOptions): AsyncGenerator<Figure> {
  const pushes = pushesOf(size);
  await using folder = await runFolder({ tenants: loadsOf(size) });
  await copySuites({
    runDir: folder.dir,
    only: ["load", "reconciliation", "latency", "durability"],
    userSuites: [],
  });
  await writeRecords(folder, size, pushes);
  const startMs = performance.now();
  const { checks } = await judge(folder.dir, { signal });
  const seconds = (performance.now() - startMs) / 1000;
  const bad = checks.filter(({ outcome }) => outcome === "fail" || outcome === "unknown");
  if (bad.length > 0)
    throw new Error(
      `the benchmark's records are not sound: ${bad.map(({ id, message }) => `${id} ${message}`).join("; ")}`,
    );
  const of = `${size.tenants} tenants, ${size.tenants * size.streams} streams, ${pushes.length} pushes`;
  yield { what: `judging ${of}`, value: seconds, unit: "s" };
}

function tenantName(index: number): string {
  return `team-${index}`;
}

function loadsOf({ tenants, streams }: Size): Plan["tenants"] {
  const bytes = streams * pushesPerStream * linesPerPush * lineBytes;
  const steps = [{ forS: 10, rateBytesPerSecond: bytes / 10 }];
  const flood = floodSpec.parse({ steps, streams, lineBytes, pushBytes: linesPerPush * lineBytes });
  return Object.fromEntries(Array.from({ length: tenants }, (_, index) => [tenantName(index), { flood }]));
}

function pushesOf({ tenants, streams }: Size): readonly PushRecord[] {
  return Array.from({ length: tenants * streams * pushesPerStream }, (_, i): PushRecord => {
    const atMs = 1_800_000_000_000 + (i % 10_000);
    return {
      kind: "flood",
      tenant: tenantName(i % tenants),
      stream: Math.floor(i / tenants) % streams,
      firstSequence: Math.floor(i / tenants / streams) * linesPerPush,
      lines: linesPerPush,
      lineBytes: linesPerPush * lineBytes,
      firstTimestampNs: `${atMs}000000`,
      stepNs: 1000,
      intendedMs: atMs,
      startMs: atMs,
      endMs: atMs + 20,
      status: 204,
    };
  });
}

async function writeRecords(folder: RunFolder, size: Size, pushes: readonly PushRecord[]): Promise<void> {
  const generator: GeneratorRecord = {
    script: "flood",
    planned: pushes.length,
    dropped: 0,
    cpuSeconds: 1,
    wallSeconds: 10,
    startLagP99Ms: 1,
    exitCode: 0,
  };
  const counters = [snapshot("load-start", size, 0), snapshot("load-end", size, 1)];
  await folder.write("records/pushes.jsonl", jsonLines(pushes));
  await folder.write("records/counters.jsonl", jsonLines(counters));
  await folder.write("records/generator.json", [generator]);
  const read = readBackOf(pushes);
  await folder.observed("durability.ingesters", read);
  await folder.observed("durability.store", { ...read, flush });
}

/** Returns the result of a read-back in which every line is as it was pushed. */
function readBackOf(pushes: readonly PushRecord[]): ReadBack {
  const lines = pushesPerStream * linesPerPush;
  const counts = Map.groupBy(pushes, ({ tenant }) => tenant)
    .entries()
    .map(([tenant, own]) => {
      const streams = [...new Set(own.map(({ stream }) => stream))].map((stream) => ({ stream, lines }));
      return { tenant, kind: "flood" as const, query: "q", status: 200, streams, strange: [], waitedMs: 0 };
    });
  const exact = { status: 200, expectedLines: linesPerPush, readLines: linesPerPush, mismatches: 0 };
  const samples = pickSamples(pushes, seed).map(({ tenant, kind, stream, firstSequence }) => ({
    tenant,
    kind,
    stream,
    firstSequence,
    ...exact,
  }));
  return { counts: [...counts], samples };
}

/** Returns the counters that Loki would report for a load of this size, spread evenly over the Loki processes. */
function snapshot(boundary: string, { tenants, streams }: Size, times: 0 | 1): CountersSnapshot {
  const pushes = streams * pushesPerStream;
  const sample = (name: string, index: number, value: number) => ({
    name: `loki_${name}`,
    labels: { tenant: tenantName(index) },
    value: (value * times) / members,
  });
  const samplesOf = (index: number) => [
    sample("distributor_lines_received_total", index, pushes * linesPerPush),
    sample("distributor_bytes_received_total", index, pushes * linesPerPush * lineBytes),
    sample("ingester_streams_created_total", index, 3 * streams),
    sample("ingester_memory_streams", index, 3 * streams),
  ];
  const born = { name: "process_start_time_seconds", labels: {}, value: 1 };
  const samples = [born, ...Array.from({ length: tenants }, (_, index) => samplesOf(index)).flat()];
  const named = Array.from({ length: members }, (_, index) => [
    `loki-${index}`,
    { component: "loki", samples },
  ]);
  return { boundary, atMs: times, members: Object.fromEntries(named) };
}

function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
