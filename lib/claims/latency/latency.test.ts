import { expect } from "chai";
import type { PushRecord } from "../../run-folder/request-record.ts";
import { aQuery } from "../../storm/query-record.fixture.ts";
import { describeBudget, holdBudget } from "./hold-budget.ts";
import { summarizeTenants } from "./summarize.ts";

function push(over: Partial<PushRecord> = {}): PushRecord {
  const carried = { firstSequence: 0, lines: 10, lineBytes: 1000, firstTimestampNs: "1", stepNs: 1 };
  const times = { intendedMs: 1000, startMs: 1010, endMs: 1030 };
  return { kind: "flood", tenant: "payments", stream: 0, ...carried, ...times, status: 204, ...over };
}

const budget = { tenant: "payments", operation: "push", quantile: "p99", maxMs: 100 } as const;

describe("latency budgets", () => {
  const quick = Array.from({ length: 200 }, () => push());

  it("counts from the intended start: a late answer is late whoever began it late", () => {
    const late = quick.map((one, i) => (i < 5 ? { ...one, startMs: 1500, endMs: 1510 } : one));
    expect(holdBudget(budget, late).outcome).to.equal("over");
    expect(holdBudget(budget, quick)).to.include({ outcome: "within", observedMs: 30, samples: 200 });
  });

  it("takes the slowest for a quantile that too few samples carry, and does not fail by it", () => {
    expect(holdBudget(budget, [push()])).to.include({ outcome: "within", observedMs: 30 });
    expect(holdBudget(budget, [push({ endMs: 5000 })])).to.include({ outcome: "unproven", observedMs: 4000 });
  });

  it("proves nothing without a sample, or by refusals alone", () => {
    expect(holdBudget(budget, []).outcome).to.equal("unproven");
    expect(holdBudget(budget, [push({ status: 429 })]).outcome).to.equal("unproven");
    expect(describeBudget(holdBudget(budget, []))).to.equal(
      "payments push p99: no sample, budget 100 ms (0 samples)",
    );
  });

  it("counts the time of a push that was never answered", () => {
    const some = [...quick, ...Array.from({ length: 9 }, () => push({ status: 0, endMs: 11_000 }))];
    expect(holdBudget(budget, some).outcome).to.equal("over");
  });
});

describe("summary by tenant", () => {
  const pushes = [
    push(),
    push({ status: 429, intendedMs: 1900 }),
    push({ status: 500, intendedMs: 3100, endMs: 3200 }),
    push({ status: 0, intendedMs: 3200, endMs: 13_200 }),
    push({ kind: "history", intendedMs: 0 }),
    push({ tenant: "checkout" }),
  ];
  const summary = summarizeTenants(
    pushes,
    [aQuery(), aQuery({ status: 504, intendedMs: 3000, endMs: 3500 })],
    1000,
  );

  it("counts answers by what they say, the history left out", () => {
    expect(Object.keys(summary)).to.deep.equal(["checkout", "payments"]);
    expect(summary["payments"]?.push).to.include({
      requests: 4,
      accepted: 1,
      refused: 1,
      failed: 1,
      indeterminate: 1,
    });
    expect(summary["payments"]?.push).to.include({ offeredBytes: 4000, acceptedBytes: 1000 });
    expect(summary["payments"]?.query).to.include({ requests: 2, ok: 1, failed: 1 });
  });

  it("draws a point for every second from the load's start on, empty ones too", () => {
    const series = summary["payments"]?.series ?? [];
    expect(series.map(({ atS, offeredBytesPerSecond: offered }) => [atS, offered])).to.deep.equal([
      [0, 2000],
      [1, 0],
      [2, 2000],
    ]);
    expect(series[0]).to.include({
      acceptedBytesPerSecond: 1000,
      refusedBytesPerSecond: 1000,
      pushP99Ms: 30,
      queryP99Ms: 200,
    });
    expect(series[1]).to.include({ pushP99Ms: null, queryP99Ms: null });
    const lost = { failedBytesPerSecond: 1000, indeterminateBytesPerSecond: 1000, pushP99Ms: 10_000 };
    expect(series[2]).to.include(lost);
    expect(series[2]?.queriesPerSecond).to.deep.equal({ ok: 0, refused: 0, failed: 1, indeterminate: 0 });
  });

  it("draws a long load with wider points, and the same bytes in all", () => {
    const long = Array.from({ length: 1000 }, (_, i) => push({ intendedMs: 1000 + i * 1000 }));
    const series = summarizeTenants(long, [], 1000)["payments"]?.series ?? [];
    expect(series.length).to.be.at.most(301);
    const step = (series[1]?.atS ?? 0) - (series[0]?.atS ?? 0);
    expect(series.reduce((sum, point) => sum + point.offeredBytesPerSecond * step, 0)).to.equal(1_000_000);
  });
});
