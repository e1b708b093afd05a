import { floodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { FlushOutcome } from "../run-folder/history-record.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../run-folder/request-record.ts";
import { aQuery } from "../storm/query-record.fixture.ts";
import { floodLanes, placesOf } from "../traffic/flood-lanes.ts";
import type { CheckResult } from "../verdict/check.ts";
import { outcomesOf } from "./outcomes-of.fixture.ts";

const flood = floodSpec.parse({
  steps: [{ forS: 5, rateBytesPerSecond: 200_000 }],
  streams: 2,
  pushBytes: 10_000,
});
const asked = ["count-by-level", "filter-errors", "labels"] as const;
const mix = Object.fromEntries(asked.map((template) => [template, 1]));
const storm = { startS: 0, ratePerSecond: 2, forS: 5, rangesS: [900, 129_600], mix };
const tenants: Plan["tenants"] = {
  payments: { flood, storm, history: { spanS: 7200, lines: 10, streams: 1 } },
};
const budgets: Plan["budgets"] = [
  { tenant: "payments", operation: "push", quantile: "p95", maxMs: 100 },
  { tenant: "payments", operation: "query", quantile: "p50", maxMs: 100 },
];

const lanes = floodLanes({ tenants, tenantGroups: [], seed: 1 });
export const pushes: readonly PushRecord[] = lanes.flatMap((lane) =>
  Array.from({ length: lane.planned }, (_, i) => placesOf(lane)(i)).map(({ stream, firstSequence }, i) => ({
    kind: "flood" as const,
    tenant: "payments",
    stream,
    firstSequence,
    lines: 10,
    lineBytes: 1600,
    firstTimestampNs: String(1000 * i),
    stepNs: 1,
    intendedMs: i,
    startMs: i,
    endMs: i + 20,
    status: 204,
  })),
);
export const right = { a: { count: 2, sum: 5, digest: "d" }, b: { count: 1, sum: 1, digest: "e" } };
export const wrong = { ...right, b: { count: 1, sum: 1, digest: "another" } };
export const queries: readonly QueryRecord[] = Array.from({ length: 10 }, (_, i) =>
  aQuery({
    template: asked[i % 3] ?? "labels",
    rangeMs: i % 2 === 0 ? 129_600_000 : 900_000,
    intendedMs: i,
    startMs: i,
    endMs: i + 50,
    answer: { b: right.b, a: right.a },
    expected: right,
  }),
);

export function answering(
  template: (typeof asked)[number],
  answer: QueryRecord["answer"],
): readonly QueryRecord[] {
  return queries.map((one, i) => {
    const { answer: _, ...without } = one;
    const last = one.template === template && i > 5;
    return last ? { ...without, ...(answer === undefined ? {} : { answer }) } : one;
  });
}
export const generators: readonly GeneratorRecord[] = [
  {
    script: "flood",
    planned: pushes.length,
    dropped: 0,
    cpuSeconds: 1,
    wallSeconds: 5,
    startLagP99Ms: 1,
    exitCode: 0,
  },
  { script: "storm", planned: 10, dropped: 0, cpuSeconds: 1, wallSeconds: 5, startLagP99Ms: 1, exitCode: 0 },
];

const streams = [0, 1].map((stream) => {
  const lines = pushes.filter((push) => push.stream === stream).reduce((sum, push) => sum + push.lines, 0);
  return { stream, lines };
});
export const counts = [
  { tenant: "payments", kind: "flood", query: "q", status: 200, streams, strange: [], waitedMs: 0 },
];
export const samples = pushes.map(({ stream, firstSequence }) => ({
  tenant: "payments",
  kind: "flood",
  stream,
  firstSequence,
  status: 200,
  expectedLines: 10,
  readLines: 10,
  mismatches: 0,
}));
export const flush: FlushOutcome = {
  flushed: true,
  indexUploaded: true,
  ingesters: ["ingester-0", "ingester-1", "ingester-2"].map((name) => ({ name, chunksInMemory: 0 })),
};

const found = { push: { status: 204 }, read: { status: 200 }, found: 1 };
const ages = {
  tenant: "lokiproof-round-trip",
  lines: [
    { ageMs: 0, ...found },
    { ageMs: 720_000, ...found },
  ],
};

/** The records of a run under load without a fault; each test alters one of the records. */
const sound = {
  pushes,
  queries,
  generators,
  ingesters: { counts, samples },
  store: { flush, counts, samples },
  ages,
};
export type LoadRecords = { readonly [name in keyof typeof sound]: unknown };

/** Returns the outcomes of one suite's checks for a run under load. */
export function outcomesUnderLoad(
  suite: string,
  over: Partial<LoadRecords> = {},
): Promise<Record<string, CheckResult["outcome"]>> {
  const run: LoadRecords = { ...sound, ...over };
  return outcomesOf({
    suite,
    plan: { tenants, budgets },
    observed: {
      "durability.ingesters": run.ingesters,
      "durability.store": run.store,
      "durability.ages": run.ages,
    },
    files: {
      "records/pushes.jsonl": run.pushes,
      "records/queries.jsonl": run.queries,
      "records/generator.json": run.generators,
    },
  });
}

/** The records of a run whose load left no files. */
export const noRecords: LoadRecords = {
  pushes: [],
  queries: [],
  generators: [],
  ingesters: {},
  store: {},
  ages: {},
};
