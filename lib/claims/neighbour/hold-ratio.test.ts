import { expect } from "chai";
import * as fc from "fast-check";
import type { AcceptedRatio, ResponseRatio } from "../../plan/ratio-schema.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { aQuery } from "../../storm/query-record.fixture.ts";
import { describeHeldRatio, type HeldRatio, holdRatio, type RatioLoad } from "./hold-ratio.ts";

const base = { tenant: "checkout", alone: ["before", "after"], together: ["flood"] };
const response: ResponseRatio = {
  ...base,
  name: "flood-on-queries",
  measure: "response",
  operation: "query",
  quantile: "p95",
  maxRatio: 2,
  floorMs: 50,
};
const accepted: AcceptedRatio = { ...base, name: "storm-on-accepted", measure: "accepted", maxRatio: 1.02 };
const windows = {
  before: { fromS: 0, toS: 10 },
  flood: { fromS: 10, toS: 20 },
  after: { fromS: 20, toS: 30 },
};

function query(intendedMs: number, tookMs: number, status = 200): QueryRecord {
  const times = { intendedMs, startMs: intendedMs, endMs: intendedMs + tookMs };
  return aQuery({ tenant: "checkout", ...times, status });
}

function push(intendedMs: number, status: number, tenant = "checkout"): PushRecord {
  const carried = { stream: 0, firstSequence: 0, lines: 1, firstTimestampNs: "1", stepNs: 1 };
  const times = { intendedMs, startMs: intendedMs, endMs: intendedMs + 5 };
  return { kind: "flood", tenant, ...carried, lineBytes: 1000, ...times, status };
}

/** Returns ten queries a second for 30 s. `tookMs` gives their duration by second. */
function queries(tookMs: (atS: number) => number, status = 200): readonly QueryRecord[] {
  return Array.from({ length: 300 }, (_, i) => query(i * 100, tookMs(i / 10) + (i % 7), status));
}

function loadOf(over: Partial<RatioLoad>): RatioLoad {
  return { pushes: [], queries: [], windows, loadBeganMs: 0, seed: 1, ...over };
}

function hold(over: Partial<RatioLoad>, budget: ResponseRatio | AcceptedRatio = response): HeldRatio {
  const [held] = holdRatio(budget, loadOf(over));
  if (held === undefined) throw new Error("expected a held ratio");
  return held;
}

/**
 * Returns ten pushes a second of two tenants, checkout and payments, for 30 s. All pushes of checkout are accepted;
 * `status` gives the answers to the pushes of payments.
 */
function both(status: (atS: number) => number): readonly PushRecord[] {
  return ["checkout", "payments"].flatMap((tenant) =>
    Array.from({ length: 300 }, (_, i) =>
      push(i * 100, tenant === "payments" ? status(i / 10) : 204, tenant),
    ),
  );
}

const inFlood = (atS: number): boolean => atS >= 10 && atS < 20;

describe("ratios of a neighbour", () => {
  it("are within where the neighbour is not noticed, over where he surely is", () => {
    expect(hold({ queries: queries(() => 100) })).to.include({ outcome: "within" });
    const slow = hold({ queries: queries((atS) => (inFlood(atS) ? 400 : 100)) });
    expect(slow).to.include({ outcome: "over" });
    expect(slow.ratio).to.be.closeTo(3.8, 0.2);
    expect(slow.alone.samples).to.equal(200);
    expect(describeHeldRatio(slow)).to.match(
      /^flood-on-queries: checkout 3\.8\d? \(.*\) of at most 2; 10\d alone \(200/,
    );
  });

  it("count times under the floor as the floor", () => {
    const quick = hold({ queries: queries((atS) => (inFlood(atS) ? 40 : 2)) });
    expect(quick).to.include({ outcome: "within", ratio: 1 });
  });

  it("prove nothing by one bad second", () => {
    const oneBad = queries((atS) => (atS >= 12 && atS < 13 ? 900 : 100));
    expect(hold({ queries: oneBad })).to.include({ outcome: "unproven" });
  });

  it("take what was refused, failed or lost for endlessly slow", () => {
    for (const status of [429, 500, 0]) {
      const some = queries(() => 100).map((one, i) =>
        inFlood(i / 10) && i % 5 === 0 ? { ...one, status } : one,
      );
      expect(hold({ queries: some }), String(status)).to.include({ outcome: "over" });
    }
    expect(hold({ queries: queries(() => 100, 500) })).to.include({ outcome: "unproven" });
  });

  it("prove nothing with an empty window, few seconds or few samples", () => {
    expect(hold({})).to.include({ outcome: "unproven", tenant: "checkout" });
    const alone = queries(() => 100).filter(({ intendedMs }) => intendedMs < 10_000);
    expect(hold({ queries: alone }).why).to.contain("0 together");
    const few = Array.from({ length: 30 }, (_, i) => query(i * 1000, 100));
    expect(hold({ queries: few }).why).to.contain("too few samples");
    const short = queries(() => 100).filter(({ intendedMs }) => intendedMs < 15_000);
    expect(hold({ queries: short }).why).to.contain("5 together");
  });

  it("compare what each tenant has accepted, the history left out", () => {
    const every = { ...accepted, tenant: "*" };
    const fine = holdRatio(every, loadOf({ pushes: both(() => 204) }));
    expect(fine.map(({ tenant, outcome, ratio }) => [tenant, outcome, ratio])).to.deep.equal([
      ["checkout", "within", 1],
      ["payments", "within", 1],
    ]);
    const refused = holdRatio(every, loadOf({ pushes: both((atS) => (inFlood(atS) ? 500 : 204)) }));
    expect(refused.map(({ outcome }) => outcome)).to.deep.equal(["within", "over"]);
    const history = both(() => 204).map((one) => ({ ...one, kind: "history" as const }));
    expect(hold({ pushes: history }, accepted)).to.include({ outcome: "unproven" });
  });

  it("say the same of the same load, and never pass what they cannot tell", () => {
    const loads = fc.array(
      fc.record({
        intendedMs: fc.integer({ min: 0, max: 30_000 }),
        tookMs: fc.nat(5000),
        status: fc.constantFrom(200, 200, 429, 0),
      }),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(loads, (sent) => {
        const load = { queries: sent.map((one) => query(one.intendedMs, one.tookMs, one.status)) };
        const held = hold(load);
        expect(hold(load)).to.deep.equal(held);
        const enough = held.alone.samples >= 20 && held.together.samples >= 20;
        if (!enough) expect(held.outcome).to.equal("unproven");
        if (held.outcome === "within") expect(held.ratio).to.be.at.most(held.maxRatio);
      }),
      { numRuns: 60 },
    );
  });
});
