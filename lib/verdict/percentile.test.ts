import { expect } from "chai";
import * as fc from "fast-check";
import { ascending, percentile, quantiles } from "./percentile.ts";

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

describe("percentile", () => {
  for (const [count, quantile, expected] of [
    [0, "p50", undefined],
    [0, "max", undefined],
    [1, "max", 1],
    [1, "p50", undefined],
    [2, "p50", 1],
    [100, "p50", 50],
    [100, "p90", 90],
    [100, "p95", 95],
    [99, "p99", undefined],
    [100, "p99", 99],
    [1000, "p99", 990],
    [9999, "p99.9", undefined],
    [10_000, "p99.9", 9990],
  ] as const) {
    it(`gives ${expected ?? "nothing"} as ${quantile} of 1 to ${count}`, () => {
      expect(percentile(upTo(count), quantile)).to.equal(expected);
    });
  }

  it("is a sample that at least its share of all samples do not exceed, and the least such", () => {
    const samples = fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1, maxLength: 3000 });
    fc.assert(
      fc.property(
        samples,
        fc.constantFrom("p50", "p90", "p95", "p99", "max" as const),
        (values, quantile) => {
          const sorted = ascending(values);
          const value = percentile(sorted, quantile);
          if (value === undefined) return;
          const atMost = (limit: number): number =>
            sorted.filter((one) => one <= limit).length / sorted.length;
          expect(atMost(value)).to.be.at.least(quantiles[quantile]);
          const below = sorted.findLast((one) => one < value);
          if (below !== undefined) expect(atMost(below)).to.be.lessThan(quantiles[quantile]);
        },
      ),
    );
  });
});
