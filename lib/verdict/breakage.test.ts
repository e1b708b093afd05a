import { expect } from "chai";
import * as fc from "fast-check";
import { judgeBreakage } from "./breakage.ts";
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
