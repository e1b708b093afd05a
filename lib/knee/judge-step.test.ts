import { expect } from "chai";
import type { LatencyBudget } from "../plan/load-schema.ts";
import type { GeneratorRecord, PushRecord, QueryRecord } from "../run-folder/request-record.ts";
import { aQuery } from "../storm/query-record.fixture.ts";
import { findingOf } from "./finding.ts";
import { judgeStep, type StepRecords } from "./judge-step.ts";
import type { KneeStep } from "./knee-report.ts";

const budgets: readonly LatencyBudget[] = [
  { tenant: "payments", operation: "push", quantile: "p99", maxMs: 100 },
  { tenant: "payments", operation: "query", quantile: "p95", maxMs: 200 },
];
function pushOf(i: number): PushRecord {
  return {
    kind: "flood",
    tenant: "payments",
    stream: 0,
    firstSequence: i,
    lines: 1,
    lineBytes: 1000,
    firstTimestampNs: "1",
    stepNs: 1,
    intendedMs: i,
    startMs: i,
    endMs: i + 20,
    status: 204,
  };
}

function queryOf(i: number): QueryRecord {
  return aQuery({ intendedMs: i, startMs: i, endMs: i + 50 });
}

const pushes: readonly PushRecord[] = Array.from({ length: 200 }, (_, i) => pushOf(i));
const queries: readonly QueryRecord[] = Array.from({ length: 100 }, (_, i) => queryOf(i));
const generator: GeneratorRecord = {
  script: "flood",
  planned: 200,
  dropped: 0,
  cpuSeconds: 1,
  wallSeconds: 10,
  startLagP99Ms: 1,
  exitCode: 0,
};
const sound: StepRecords = { pushes, queries, generators: [generator] };
const slow = pushes.map((push, i) => (i < 5 ? { ...push, endMs: push.endMs + 900 } : push));
const busy: GeneratorRecord = { ...generator, starvedShare: 1 };
const late = [{ ...generator, startLagP99Ms: 900 }];

describe("judgeStep", () => {
  for (const [what, over, outcome, kinds] of [
    ["all is as it should be", {}, "held", []],
    ["a budget of pushes is broken", { pushes: slow }, "broke", ["budget"]],
    [
      "a budget of queries is broken",
      { queries: queries.map((one) => ({ ...one, endMs: one.endMs + 500 })) },
      "broke",
      ["budget"],
    ],
    [
      "a push is refused",
      { pushes: [...pushes, { ...pushOf(0), status: 429, error: "too fast" }] },
      "broke",
      ["refused"],
    ],
    ["a push fails", { pushes: [...pushes, { ...pushOf(0), status: 500 }] }, "broke", ["failed"]],
    ["a query fails", { queries: [...queries, { ...queryOf(0), status: 504 }] }, "broke", ["failed"]],
    ["arrivals are dropped", { generators: [{ ...generator, dropped: 3 }] }, "broke", ["dropped"]],
    ["all is as it should be, though the generator is late", { generators: late }, "held", []],
    [
      "the generator is late and Loki slow",
      { generators: late, pushes: slow },
      "generator",
      ["generator", "budget"],
    ],
    [
      "the generator drops, and is late",
      { generators: [{ ...generator, dropped: 3, startLagP99Ms: 900 }] },
      "generator",
      ["generator", "dropped"],
    ],
    [
      "others had the machine while two generators ran, which is said once",
      { pushes: slow, generators: [busy, { ...busy, script: "storm" }] },
      "generator",
      ["generator", "budget"],
    ],
    ["k6 failed", { generators: [{ ...generator, exitCode: 107 }] }, "generator", ["generator"]],
    ["there is no record", { pushes: [], queries: [], generators: [] }, "generator", ["generator"]],
    ["nothing was sent", { pushes: [], queries: [] }, "generator", ["generator"]],
  ] as const) {
    it(`comes to ${outcome} when ${what}`, () => {
      const judged = judgeStep({ ...sound, ...over }, { budgets, forS: 10 });
      expect(judged.outcome).to.equal(outcome);
      expect(judged.reasons.map(({ kind }) => kind)).to.deep.equal(kinds);
    });
  }

  it("counts what was accepted and answered, and the slowest tenant's latency", () => {
    const refused = pushes.map((push, i) => (i < 100 ? { ...push, status: 429 } : push));
    const other = pushes.map((push) => ({ ...push, tenant: "checkout", endMs: push.endMs + 7 }));
    const judged = judgeStep({ ...sound, pushes: [...refused, ...other] }, { budgets, forS: 10 });
    expect(judged).to.include({
      acceptedBytesPerSecond: 30_000,
      answeredPerSecond: 10,
      pushP99Ms: 27,
      queryP95Ms: 50,
    });
  });
});

function step(rate: number, over: Partial<KneeStep> = {}): KneeStep {
  return {
    number: 1,
    search: "ingest",
    rate,
    forS: 10,
    confirms: false,
    outcome: "held",
    reasons: [],
    acceptedBytesPerSecond: rate,
    answeredPerSecond: 0,
    cpuSeconds: { ingester: 8, distributor: 4, querier: 0 },
    generatorCpuSeconds: 1,
    machineBusy: 0.97,
    stackBusy: 0.9,
    ...over,
  };
}

function broke(kind: "refused" | "budget"): Partial<KneeStep> {
  return { outcome: "broke", reasons: [{ kind, text: "why" }] };
}

describe("findingOf", () => {
  it("names what was full, and what a MB costs each component", () => {
    const found = findingOf([step(2e6), step(2.1e6, broke("budget")), step(2e6, { confirms: true })], 2);
    expect(found).to.deep.include({
      kind: "knee",
      rate: 2e6,
      brokenRate: 2.1e6,
      confirmed: true,
      limitedBy: "loki",
    });
    expect(found.cpuSecondsPerUnit).to.deep.equal({ ingester: 0.4, distributor: 0.2 });
    expect(found.saturated).to.contain(
      "the machine's CPU: 2 cores 97 % busy (the stack 90 %: ingester 60 %, distributor 30 %",
    );
    expect(found.reasons).to.deep.equal(["why"]);
  });

  it("says that limits are the knee where refusals alone broke it", () => {
    expect(findingOf([step(1), step(2, broke("refused"))], 2)).to.include({
      kind: "knee",
      limitedBy: "limits",
    });
  });

  it("claims no knee where the generator gave out, nor where nothing broke", () => {
    const generator = step(2, { outcome: "generator", reasons: [{ kind: "generator", text: "late" }] });
    expect(findingOf([step(1), generator, generator], 2)).to.include({
      kind: "at-least",
      limitedBy: "generator",
    });
    expect(findingOf([step(1)], 2)).to.include({ kind: "at-least", limitedBy: "search" });
    expect(findingOf([generator], 2)).to.include({ kind: "unknown" });
  });

  it("names nothing that it did not see", () => {
    const idle = step(2, { ...broke("budget"), machineBusy: 0.4 });
    expect(findingOf([step(1), idle], 2).saturated).to.match(/^not the machine's CPU/);
    const crowded = step(2, { ...broke("budget"), stackBusy: 0.3 });
    expect(findingOf([step(1), crowded], 2).saturated).to.contain("by others more than by Loki");
    const { machineBusy: _, ...blind } = idle;
    expect(findingOf([step(1), blind], 2).saturated).to.equal("not known: nothing was seen to be full");
    expect(findingOf([step(1), { ...blind, queueSeconds: 2 }], 2).saturated).to.contain("for a querier");
  });
});
