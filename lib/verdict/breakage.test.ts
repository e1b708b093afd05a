import { expect } from "chai";
import * as fc from "fast-check";
import { describeBreakage, judgeBreakage, summarizeBreakage, withBreakage } from "./breakage.ts";
import { verdictOf } from "./merge.ts";
import { outcomes } from "./outcome.ts";

const breakage = { mustRed: ["ring.members", "routing.*"], mayRed: ["latency.*"] };

describe("judgeBreakage", () => {
  it("holds when each of mustRed went red and nothing unlisted did", () => {
    const seen = [
      { id: "ring.members", outcome: "fail" },
      { id: "routing.gateways", outcome: "fail" },
      { id: "routing.shards", outcome: "pass" },
      { id: "latency.push", outcome: "fail" },
      { id: "latency.query", outcome: "unknown" },
    ] as const;
    expect(judgeBreakage(breakage, seen)).to.deep.equal({ missed: [], falseAlarms: [], unsettled: [] });
  });

  it("does not take unknown, skipped or absent for red", () => {
    const seen = [
      { id: "ring.members", outcome: "unknown" },
      { id: "routing.gateways", outcome: "skip" },
    ] as const;
    expect(judgeBreakage(breakage, seen).missed).to.deep.equal(["ring.members", "routing.*"]);
    expect(judgeBreakage(breakage, []).missed).to.deep.equal(["ring.members", "routing.*"]);
  });

  it("lists reds outside of both lists as false alarms, unknowns apart", () => {
    const seen = [
      { id: "ring.membership", outcome: "fail" },
      { id: "chunks.prefix", outcome: "unknown" },
    ] as const;
    expect(judgeBreakage(breakage, seen)).to.include.deep.property("falseAlarms", ["ring.membership"]);
    expect(judgeBreakage(breakage, seen)).to.include.deep.property("unsettled", ["chunks.prefix"]);
  });

  it("misses nothing when every check is red, and raises no false alarm when `*` may be red", () => {
    const seen = fc.array(fc.record({ id: fc.string(), outcome: fc.constantFrom(...outcomes) }));
    fc.assert(
      fc.property(seen, (checks) => {
        const reds = checks.map(({ id }) => ({ id, outcome: "fail" as const }));
        expect(judgeBreakage({ mustRed: reds.map(({ id }) => id), mayRed: [] }, reds).missed).to.deep.equal(
          [],
        );
        expect(judgeBreakage({ mustRed: ["x"], mayRed: ["*"] }, checks).falseAlarms).to.deep.equal([]);
      }),
    );
  });
});

const red = (id: string) => ({ id, outcome: "fail", required: false }) as const;
const green = (id: string) => ({ id, outcome: "pass", required: false }) as const;

function verdictFor(checks: readonly (ReturnType<typeof red> | ReturnType<typeof green>)[]) {
  const shown = summarizeBreakage(breakage, checks);
  return { ...withBreakage(verdictOf(checks, []), shown), told: describeBreakage(shown) };
}

describe("the verdict of a run that was broken on purpose", () => {
  it("is fail if every expected check is red", () => {
    const { verdict, told } = verdictFor([
      red("ring.members"),
      red("routing.gateways"),
      green("storm.values"),
    ]);
    expect(verdict).to.equal("fail");
    expect(told).to.equal("2 of 2 expected checks are red, nothing else");
  });

  it("is fail if others are red as well, which are named", () => {
    const { verdict, told } = verdictFor([red("ring.members"), red("routing.gateways"), red("storm.values")]);
    expect(verdict).to.equal("fail");
    expect(told).to.equal("2 of 2 expected checks are red, unexpected: storm.values");
  });

  it("is unknown if an expected check is green, whatever else is red", () => {
    const { verdict, exitCode, reason } = verdictFor([green("ring.members"), red("routing.gateways")]);
    expect({ verdict, exitCode }).to.deep.equal({ verdict: "unknown", exitCode: 2 });
    expect(reason).to.equal(
      "broken on purpose, and the breakage did not show: 1 of 2 expected checks are red, ring.members is not (pass), nothing else",
    );
  });

  it("is never pass", () => {
    const ids = fc.constantFrom("ring.members", "routing.shards", "latency.push", "storm.values");
    const checks = fc.array(fc.record({ id: ids, outcome: fc.constantFrom(...outcomes) }));
    fc.assert(
      fc.property(checks, (seen) => {
        const judged = seen.map((one) => ({ ...one, required: false }));
        const shown = summarizeBreakage(breakage, judged);
        const { verdict } = withBreakage(verdictOf(judged, []), shown);
        expect(verdict).to.not.equal("pass");
        if (shown.missed.length > 0) expect(verdict).to.equal("unknown");
      }),
    );
  });
});
