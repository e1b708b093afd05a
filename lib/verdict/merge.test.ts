import { expect } from "chai";
import * as fc from "fast-check";
import { verdictOf } from "./merge.ts";
import type { Outcome } from "./outcome.ts";
import { outcomes } from "./outcome.ts";

const rank = { pass: 0, unknown: 1, fail: 2 } as const;
const check = fc.record({ id: fc.string(), outcome: fc.constantFrom(...outcomes), required: fc.boolean() });
const checks = fc.array(check);
const problems = fc.array(fc.string(), { maxLength: 2 });

function one(outcome: Outcome, required = false): { id: string; outcome: Outcome; required: boolean } {
  return { id: `x.${outcome}`, outcome, required };
}

describe("verdictOf", () => {
  it("passes when something passed and nothing speaks against it", () => {
    expect(verdictOf([one("pass"), one("skip")], [])).to.deep.equal({
      verdict: "pass",
      exitCode: 0,
      reason: "all 1 check passed, 1 skipped",
    });
  });

  it("is unknown of nothing, of skips alone, of a required skip and of a run that had a problem", () => {
    expect(verdictOf([], [])).to.include({ verdict: "unknown", exitCode: 2 });
    expect(verdictOf([one("skip")], [])).to.include({ verdict: "unknown" });
    expect(verdictOf([one("pass"), one("skip", true)], [])).to.include({ verdict: "unknown" });
    expect(verdictOf([one("pass")], ["k6 was killed"])).to.include({
      verdict: "unknown",
      reason: "the run itself had 1 problem: k6 was killed",
    });
  });

  it("fails where anything failed, whatever else is unknown or went wrong", () => {
    fc.assert(
      fc.property(checks, problems, (some, went) => {
        expect(verdictOf([...some, one("fail")], went)).to.include({ verdict: "fail", exitCode: 1 });
      }),
    );
  });

  it("passes only with a pass, no fail, no unknown, no required skip and no problem", () => {
    fc.assert(
      fc.property(checks, problems, (some, went) => {
        const clean =
          some.some(({ outcome }) => outcome === "pass") &&
          some.every(({ outcome, required }) => outcome === "pass" || (outcome === "skip" && !required)) &&
          went.length === 0;
        expect(verdictOf(some, went).verdict === "pass").to.equal(clean);
      }),
    );
  });

  it("does not depend on the order of checks and problems", () => {
    fc.assert(
      fc.property(checks, problems, (some, went) => {
        expect(verdictOf(some.toReversed(), went.toReversed())).to.deep.equal(verdictOf(some, went));
      }),
    );
  });

  it("never gets better by another check that did not pass, or another problem", () => {
    fc.assert(
      fc.property(checks, problems, check, (some, went, more) => {
        const before = rank[verdictOf(some, went).verdict];
        if (more.outcome !== "pass")
          expect(rank[verdictOf([...some, more], went).verdict]).to.be.at.least(before);
        expect(rank[verdictOf(some, [...went, "more"]).verdict]).to.be.at.least(before);
      }),
    );
  });

  it("names the first five of many failed checks", () => {
    const many = Array.from({ length: 7 }, (_, index) => ({ ...one("fail"), id: `c.${index}` }));
    expect(verdictOf(many, []).reason).to.equal("7 checks failed: c.0, c.1, c.2, c.3, c.4 and 2 more");
  });
});
