import { expect } from "chai";
import * as fc from "fast-check";
import { scaleFromZero, timeScale } from "./scale.ts";
import { type Point, thinSeries } from "./thin-series.ts";

const rate = fc.double({ min: 0, max: 1e9, noNaN: true });
const latency = fc.option(fc.double({ min: 0, max: 1e5, noNaN: true }));
const series: fc.Arbitrary<Point[]> = fc
  .array(
    fc.record({
      offeredBytesPerSecond: rate,
      acceptedBytesPerSecond: rate,
      refusedBytesPerSecond: rate,
      failedBytesPerSecond: rate,
      indeterminateBytesPerSecond: rate,
      queriesPerSecond: fc.record({ ok: rate, refused: rate, failed: rate, indeterminate: rate }),
      pushP99Ms: latency,
      queryP99Ms: latency,
    }),
    { maxLength: 60 },
  )
  .map((points) => points.map((point, atS) => ({ ...point, atS })));

function worst(points: readonly Point[]): number {
  return Math.max(-1, ...points.map(({ pushP99Ms }) => pushP99Ms ?? -1));
}

describe("plots", () => {
  it("have round ticks that hold every value between the ends of the panel", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (max) => {
        const scale = scaleFromZero(max, { from: 100, to: 20 });
        expect(scale.at(max)).to.be.within(20 - 1e-6, 100);
        expect(scale.at(scale.ticks.at(-1) ?? -1)).to.be.closeTo(20, 1e-6);
        expect(scale.ticks.length).to.be.within(2, 6);
      }),
    );
  });

  it("have a few whole seconds on the time axis", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (lastS) => {
        const { ticks } = timeScale(lastS, { from: 0, to: 1 });
        expect(ticks.length).to.be.within(1, 8);
        expect(ticks.every(Number.isInteger)).to.equal(true);
      }),
    );
  });

  it("keep the worst latency of a series that is thinned, and no more points than asked", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 20 }), (points, most) => {
        const thin = thinSeries(points, most);
        expect(thin.length).to.be.at.most(most);
        expect(worst(thin)).to.equal(worst(points));
        expect(thin[0]?.atS).to.equal(points[0]?.atS);
      }),
    );
  });
});
