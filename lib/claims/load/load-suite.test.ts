import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { FlushOutcome } from "../../run-folder/history-record.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { floodSpec } from "../../scenario/load-schema.ts";
import type { Plan } from "../../scenario/plan.ts";
import { aQuery } from "../../storm/query-record.fixture.ts";
import { floodLanes, placesOf } from "../../traffic/flood-lanes.ts";
import type { CheckResult } from "../../verdict/check.ts";

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
const pushes: readonly PushRecord[] = lanes.flatMap((lane) =>
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
const right = { a: { count: 2, sum: 5, digest: "d" }, b: { count: 1, sum: 1, digest: "e" } };
const wrong = { ...right, b: { count: 1, sum: 1, digest: "another" } };
const queries: readonly QueryRecord[] = Array.from({ length: 10 }, (_, i) =>
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

function answering(template: (typeof asked)[number], answer: QueryRecord["answer"]): readonly QueryRecord[] {
  return queries.map((one, i) => {
    const { answer: _, ...without } = one;
    const last = one.template === template && i > 5;
    return last ? { ...without, ...(answer === undefined ? {} : { answer }) } : one;
  });
}
const generators: readonly GeneratorRecord[] = [
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
const counts = [
  { tenant: "payments", kind: "flood", query: "q", status: 200, streams, strange: [], waitedMs: 0 },
];
const samples = pushes.map(({ stream, firstSequence }) => ({
  tenant: "payments",
  kind: "flood",
  stream,
  firstSequence,
  status: 200,
  expectedLines: 10,
  readLines: 10,
  mismatches: 0,
}));
const flush: FlushOutcome = {
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

/** The records of a run without a fault; each test breaks one of them. */
const sound = {
  pushes,
  queries,
  generators,
  ingesters: { counts, samples },
  store: { flush, counts, samples },
  ages,
};
type Run = { readonly [name in keyof typeof sound]: unknown };

async function outcomes(over: Partial<Run> = {}): Promise<Record<string, CheckResult["outcome"]>> {
  const run: Run = { ...sound, ...over };
  await using folder = await runFolder({ tenants, budgets });
  await copySuites({ runDir: folder.dir, only: ["durability", "latency", "load", "storm"], userSuites: [] });
  await folder.write("records/pushes.jsonl", jsonLines(run.pushes));
  await folder.write("records/queries.jsonl", jsonLines(run.queries));
  await folder.write("records/generator.json", run.generators);
  await folder.observed("durability.ingesters", run.ingesters);
  await folder.observed("durability.store", run.store);
  await folder.observed("durability.ages", run.ages);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));
}

function jsonLines(records: unknown): string {
  return Array.isArray(records) ? records.map((record) => `${JSON.stringify(record)}\n`).join("") : "";
}

const allPass = {
  "durability.ages": "pass",
  "durability.ingesters": "pass",
  "durability.sample": "pass",
  "durability.flush": "pass",
  "durability.store": "pass",
  "durability.store-sample": "pass",
  "latency.push": "pass",
  "latency.query": "pass",
  "load.kept-up": "pass",
  "load.answers": "pass",
  "load.within-limits": "pass",
  "load.long-ranges": "pass",
  "storm.values": "pass",
  "storm.lines": "pass",
  "storm.look-ups": "pass",
};

function hidden(line: number): typeof counts {
  return counts.map((one) => ({
    ...one,
    streams: one.streams.map((stream, i) => (i === 0 ? { ...stream, lines: stream.lines - line } : stream)),
  }));
}

const dropping = generators.map((one) => ({ ...one, dropped: 3 }));
const starving = (records: readonly GeneratorRecord[]) =>
  records.map((one) => ({ ...one, starvedShare: 0.6 }));
const slow = pushes.map((push) => ({ ...push, endMs: push.endMs + 5000 }));
const failing = pushes.map((push, i) => (i === 3 ? { ...push, status: 500, error: "empty ring" } : push));
const refused = pushes.map((push, i) => (i === 3 ? { ...push, status: 429, error: "too fast" } : push));

const unknowable = queries.map((one) => {
  const { expected, answer, ...rest } = one;
  return expected === undefined || answer === undefined ? one : rest;
});

describe("the suites of the load", function () {
  this.timeout(30_000);

  it("pass a run without a fault", async () => expect(await outcomes()).to.deep.equal(allPass));

  for (const [what, over, expected] of [
    [
      "one push hidden from the reads",
      { ingesters: { counts: hidden(10), samples } },
      { "durability.ingesters": "fail" },
    ],
    [
      "one line too many in the store",
      { store: { flush, counts: hidden(-1), samples } },
      { "durability.store": "fail" },
    ],
    ["nothing counted", { ingesters: { counts: [], samples } }, { "durability.ingesters": "fail" }],
    [
      "another tenant's counts",
      { ingesters: { counts: counts.map((one) => ({ ...one, tenant: "sandbox" })), samples } },
      { "durability.ingesters": "fail" },
    ],
    [
      "a sample that differs",
      { ingesters: { counts, samples: samples.map((one) => ({ ...one, mismatches: 1 })) } },
      { "durability.sample": "fail" },
    ],
    ["no sample read", { ingesters: { counts, samples: [] } }, { "durability.sample": "fail" }],
    [
      "an index that was not uploaded",
      { store: { flush: { ...flush, indexUploaded: false, why: "no restart" }, counts: [], samples: [] } },
      { "durability.flush": "unknown", "durability.store": "unknown", "durability.store-sample": "unknown" },
    ],
    [
      "an ingester that holds chunks",
      {
        store: {
          flush: { ...flush, ingesters: flush.ingesters.map((one) => ({ ...one, chunksInMemory: 2 })) },
          counts,
          samples,
        },
      },
      { "durability.flush": "fail" },
    ],
    [
      "drops",
      { generators: dropping },
      { "load.kept-up": "fail", "latency.push": "unknown", "latency.query": "unknown" },
    ],
    [
      "drops on a starved machine",
      { generators: starving(dropping) },
      { "load.kept-up": "unknown", "latency.push": "unknown", "latency.query": "unknown" },
    ],
    ["a starved machine that kept up all the same", { generators: starving(generators) }, {}],
    ["slow answers", { pushes: slow }, { "latency.push": "fail" }],
    [
      "slow answers on a starved machine",
      { pushes: slow, generators: starving(generators) },
      { "latency.push": "unknown" },
    ],
    ["a push that failed", { pushes: failing }, { "load.answers": "fail" }],
    [
      "a push that failed on a starved machine",
      { pushes: failing, generators: starving(generators) },
      { "load.answers": "unknown" },
    ],
    [
      "a refusal to a tenant within its rate",
      { pushes: refused },
      { "load.answers": "fail", "load.within-limits": "fail" },
    ],
    [
      "one value over the history that is wrong",
      { queries: answering("count-by-level", wrong) },
      { "storm.values": "fail" },
    ],
    [
      "a series that is missing",
      { queries: answering("count-by-level", { a: right.a }) },
      { "storm.values": "fail" },
    ],
    [
      "other lines than were written",
      { queries: answering("filter-errors", wrong) },
      { "storm.lines": "fail" },
    ],
    [
      "a look-up without an answer",
      { queries: answering("labels", undefined) },
      { "storm.look-ups": "fail" },
    ],
    [
      "answers that are all empty, as they were to be",
      { queries: queries.map((one) => ({ ...one, answer: {}, expected: {} })) },
      { "storm.values": "unknown", "storm.lines": "unknown", "storm.look-ups": "unknown" },
    ],
    [
      "a history that was not known to be readable",
      { queries: unknowable },
      { "storm.values": "unknown", "storm.lines": "unknown", "storm.look-ups": "unknown" },
    ],
    [
      "long queries that time out",
      { queries: queries.map((one) => (one.rangeMs > 1e6 ? { ...one, status: 504 } : one)) },
      { "load.answers": "fail", "load.long-ranges": "fail" },
    ],
  ] as const) {
    it(`tell ${what}`, async () => expect(await outcomes(over)).to.deep.equal({ ...allPass, ...expected }));
  }

  it("never pass by default: no records, no pass", async () => {
    const none = { pushes: [], queries: [], generators: [], ingesters: {}, store: {}, ages: {} };
    expect(new Set(Object.values(await outcomes(none)))).to.deep.equal(new Set(["unknown"]));
  });
});
