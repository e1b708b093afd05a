import { expect } from "chai";
import * as fc from "fast-check";
import { binomial, evenBand, falseAlarmProbability } from "./even-band.ts";

const draws = fc.integer({ min: 1, max: 600 });
const shares = fc.integer({ min: 2, max: 6 });

function outside(n: number, p: number, band: { readonly atLeast: number; readonly atMost: number }): number {
  return binomial(n, p).reduce(
    (sum, chance, k) => (k < band.atLeast || k > band.atMost ? sum + chance : sum),
    0,
  );
}

describe("evenBand", () => {
  it("has probabilities that sum to one, and the mean of a binomial", () => {
    fc.assert(
      fc.property(draws, shares, (n, g) => {
        const chances = binomial(n, 1 / g);
        const mean = chances.reduce((sum, chance, k) => sum + chance * k, 0);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).to.be.closeTo(1, 1e-9);
        expect(mean).to.be.closeTo(n / g, 1e-6 * n);
      }),
    );
  });

  it("leaves outside no more than the false alarm it promises, and is as tight as it can be", () => {
    fc.assert(
      fc.property(draws, shares, fc.integer({ min: 1, max: 40 }), (n, g, comparisons) => {
        const band = evenBand(n, g, comparisons);
        const allowed = falseAlarmProbability / comparisons;
        expect(outside(n, 1 / g, band)).to.be.at.most(allowed * (1 + 1e-9));
        const tail = binomial(n, 1 / g).slice(0, band.atLeast + 1);
        if (band.atLeast < band.atMost) {
          expect(tail.reduce((sum, chance) => sum + chance, 0)).to.be.above(allowed / 2);
        }
      }),
    );
  });

  it("accepts what a fair draw gives and refuses a pinned querier", () => {
    const band = evenBand(320, 2, 8);
    expect(band).to.deep.equal({ atLeast: 113, atMost: 207 });
    expect(0).to.be.below(band.atLeast);
    expect(320).to.be.above(band.atMost);
  });

  it("expects everything of a single gateway", () => {
    expect(evenBand(50, 1, 4)).to.deep.equal({ atLeast: 50, atMost: 50 });
  });
});
