import { expect } from "chai";
import * as fc from "fast-check";
import { arrivalsOf, type Piece, peakRate, scheduleOf } from "./arrivals.ts";

const rate = fc.double({ min: 0, max: 200, noNaN: true });
const curves = fc.array(
  fc.record({ forS: fc.double({ min: 0.1, max: 30, noNaN: true }), from: rate, to: rate }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** Returns the number of arrivals up to a time, as the area under the curve of the rate. */
function areaUpTo(curve: readonly Piece[], atS: number): number {
  let [area, startS] = [0, 0];
  for (const { forS, from, to } of curve) {
    const passed = Math.min(Math.max(0, atS - startS), forS);
    area += passed * from + ((to - from) * passed * passed) / forS / 2;
    startS += forS;
  }
  return area;
}

/**
 * Rate curves, with the number of arrivals that k6 1.8.1 starts for them and the due times of some arrivals in ns. The
 * values come from running k6's own `cal` (lib/executor/ramping_arrival_rate.go) on the stages of each curve.
 */
const fromK6: readonly (readonly [readonly Piece[], number, Readonly<Record<number, number>>])[] = [
  [
    [{ forS: 10, from: 10, to: 10 }],
    100,
    { 0: 100_000_000, 1: 200_000_000, 50: 5_100_000_000, 98: 9_900_000_000, 99: 10_000_000_000 },
  ],
  [
    [
      { forS: 20, from: 2.5, to: 2.5 },
      { forS: 40, from: 2.5, to: 8.75 },
      { forS: 5, from: 25, to: 25 },
      { forS: 25, from: 8.75, to: 8.75 },
    ],
    618,
    { 0: 400_000_000, 1: 800_000_000, 309: 61_400_000_000, 616: 89_800_000_000, 617: 89_914_285_714 },
  ],
  [
    [
      { forS: 5, from: 0, to: 1 },
      { forS: 1, from: 1, to: 1 },
      { forS: 5, from: 1, to: 0 },
    ],
    6,
    { 0: 3_162_277_660, 1: 4_472_135_954, 3: 6_527_864_045, 4: 7_837_722_339, 5: 11_000_000_000 },
  ],
  [
    [
      { forS: 7, from: 33.333333, to: 0 },
      { forS: 2, from: 0, to: 0 },
      { forS: 3, from: 7, to: 9 },
    ],
    140,
    { 0: 30_064_563, 1: 60_259_371, 70: 2_620_502_345, 138: 11_813_527_087, 139: 11_925_721_712 },
  ],
];

describe("arrivals", () => {
  it("are due when k6 makes them, to the nanosecond", () => {
    for (const [curve, planned, due] of fromK6) {
      const arrivals = arrivalsOf(curve);
      expect(arrivals.planned).to.equal(planned);
      const { dueNs } = scheduleOf(arrivals);
      const seen = Object.keys(due).map((arrival) => [arrival, dueNs(Number(arrival))]);
      expect(Object.fromEntries(seen)).to.deep.equal(due);
    }
  });

  it("are due one after another, each where one more has come together under the curve", () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const arrivals = arrivalsOf(curve);
        const { dueNs } = scheduleOf(arrivals);
        let last = -1;
        for (let arrival = 0; arrival < Math.min(arrivals.planned, 300); arrival++) {
          const ns = dueNs(arrival);
          expect(ns).to.be.greaterThan(last);
          last = ns;
          // Accepts rounding errors: the ends of pieces are rounded to milliseconds, and rates to a millionth.
          const within = ns / 1e6 <= arrivals.forMs;
          if (within) expect(areaUpTo(curve, ns / 1e9)).to.be.closeTo(arrival + 1, 0.2 * curve.length);
        }
      }),
    );
  });

  it("are counted up to any time", () => {
    fc.assert(
      fc.property(curves, fc.nat({ max: 200 }), (curve, pick) => {
        const arrivals = arrivalsOf(curve);
        const { dueNs, dueBy } = scheduleOf(arrivals);
        const arrival = pick % arrivals.planned;
        expect(dueBy(dueNs(arrival))).to.equal(arrival + 1);
        expect(dueBy(dueNs(arrival) - 1)).to.equal(arrival);
        expect(dueBy(1e15)).to.equal(arrivals.planned);
      }),
    );
  });

  it("are never one too many nor too few for the last bits of a double, and always one at least", () => {
    for (const perSecond of [0.1, 0.3, 1 / 3, 2.2, 3.3, 7.7, 33.3]) {
      const { planned } = arrivalsOf([{ forS: 30, from: perSecond, to: perSecond }]);
      expect(planned).to.equal(Math.floor(perSecond * 30 + 1e-9));
    }
    expect(arrivalsOf([{ forS: 1, from: 0.1, to: 0.1 }])).to.include({ planned: 1, forMs: 1000 });
    expect(peakRate(arrivalsOf([{ forS: 9, from: 3, to: 12.5 }]))).to.equal(12.5);
  });
});
