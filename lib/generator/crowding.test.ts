import { expect } from "chai";
import * as fc from "fast-check";
import { crowdingOf, generatorShare, summarizeCrowding } from "./crowding.ts";

const seconds = 20;

/**
 * Returns the result of a k6 process that always used `usedCores` cores, on a machine without a free core in the
 * seconds that ended at `fullMs`.
 */
function ended(usedCores: number, fullMs: readonly number[], cores = 2) {
  const cpu = Array.from({ length: seconds * 5 + 1 }, (_, i) => ({
    atMs: i * 200,
    cpuS: (usedCores * i) / 5,
  }));
  const exit = { exitCode: 0, stderr: "", cpuSeconds: 0, cpu, wallSeconds: seconds, dropped: {} };
  return { exit, starved: { share: 0, contendedMs: [], fullMs, cores } };
}

describe("crowding", () => {
  for (const [what, together, crowded] of [
    ["one generator over its share of a full machine", [ended(0.6, [3000, 9000])], [3000, 9000]],
    ["two that exceed it together", [ended(0.3, [5000]), ended(0.3, [5000])], [5000]],
    ["one within its share of a full machine", [ended(0.4, [5000])], []],
    ["one that has a machine with idle cores", [ended(1.9, [])], []],
    ["the same use of a larger machine", [ended(0.6, [5000], 8)], []],
    ["a moment that no sample covers", [ended(2, [90_000])], []],
    ["a machine that cannot be watched", [{ ...ended(2, [5000]), starved: undefined }], []],
    ["no generator", [], []],
  ] as const) {
    it(`finds ${crowded.length} seconds of ${what}`, () =>
      expect(crowdingOf(together).crowdedMs).to.deep.equal(crowded));
  }

  it("summarizes the cores that were used, of those that may be", () => {
    const summary = summarizeCrowding(crowdingOf([ended(1.25, [2000, 3000, 4000])]));
    expect(summary).to.include({ seconds: 3, allowedCores: 0.5, cores: 2 });
    expect(summary?.usedCores).to.be.closeTo(1.25, 0.001);
  });

  it("finds a second only if the machine was full in it and the generators exceeded their share", () => {
    const use = fc.double({ min: 0, max: 4, noNaN: true });
    const full = fc.uniqueArray(fc.integer({ min: 1, max: seconds }), { maxLength: seconds });
    fc.assert(
      fc.property(use, use, full, fc.integer({ min: 1, max: 16 }), (one, other, at, cores) => {
        const fullMs = at.map((second) => second * 1000);
        const { crowdedMs } = crowdingOf([ended(one, fullMs, cores), ended(other, fullMs, cores)]);
        const allowed = generatorShare * cores;
        if (Math.abs(one + other - allowed) < 1e-6) return;
        expect(crowdedMs).to.deep.equal(one + other > allowed ? fullMs : []);
      }),
    );
  });
});
