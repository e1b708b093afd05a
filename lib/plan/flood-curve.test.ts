import { expect } from "chai";
import * as fc from "fast-check";
import { bytesOf, nineAmSteps, peakOf, replaySteps, withBursts } from "./flood-curve.ts";
import { floodSource, type RateStep } from "./flood-schema.ts";
import { parseRates } from "./read-rates.ts";

/** Generates rates in whole bytes, because products of the smallest doubles lose precision. */
const rate = fc.integer({ min: 0, max: 1e7 });
const steps = fc.array(
  fc.record({
    forS: fc.double({ min: 0.1, max: 100, noNaN: true }),
    rateBytesPerSecond: rate,
    toBytesPerSecond: rate,
  }),
  { minLength: 1, maxLength: 6 },
);

function lasts(curve: readonly RateStep[]): number {
  return curve.reduce((sum, { forS }) => sum + forS, 0);
}

describe("the rate of a flood over time", () => {
  it("of nine in the morning is a base, a ramp, and a peak with bursts of ten bases", () => {
    const nineAm = floodSource.parse({ nineAm: { baseBytesPerSecond: 100, peakS: 45 } }).nineAm;
    if (nineAm === undefined) throw new Error("no shape");
    expect(nineAmSteps(nineAm)).to.deep.equal([
      { forS: 20, rateBytesPerSecond: 100 },
      { forS: 40, rateBytesPerSecond: 100, toBytesPerSecond: 350 },
      { forS: 15, rateBytesPerSecond: 350 },
      { forS: 5, rateBytesPerSecond: 1000 },
      { forS: 15, rateBytesPerSecond: 350 },
      { forS: 5, rateBytesPerSecond: 1000 },
      { forS: 5, rateBytesPerSecond: 350 },
    ]);
  });

  it("with bursts is cut where they begin and end, ramps and all", () => {
    const ramp: readonly RateStep[] = [{ forS: 20, rateBytesPerSecond: 0, toBytesPerSecond: 200 }];
    expect(withBursts(ramp, { everyS: 8, forS: 2, factor: 10 })).to.deep.equal([
      { forS: 8, rateBytesPerSecond: 0, toBytesPerSecond: 80 },
      { forS: 2, rateBytesPerSecond: 800, toBytesPerSecond: 1000 },
      { forS: 6, rateBytesPerSecond: 100, toBytesPerSecond: 160 },
      { forS: 2, rateBytesPerSecond: 1600, toBytesPerSecond: 1800 },
      { forS: 2, rateBytesPerSecond: 180, toBytesPerSecond: 200 },
    ]);
  });

  it("with bursts lasts as long, and is nowhere lower nor more than so many times as high", () => {
    fc.assert(
      fc.property(steps, fc.double({ min: 1, max: 50, noNaN: true }), (curve, everyS) => {
        const burst = withBursts(curve, { everyS, forS: everyS / 3, factor: 4 });
        expect(lasts(burst)).to.be.closeTo(lasts(curve), 1e-6);
        expect(burst.every(({ forS }) => forS > 0)).to.equal(true);
        expect(bytesOf(burst)).to.be.within(bytesOf(curve) * 0.999999, bytesOf(curve) * 4.000001);
        expect(peakOf(burst)).to.be.at.most(peakOf(curve) * 4.000001);
      }),
    );
  });

  it("of a replay goes from sample to sample, pressed into the time that is given", () => {
    const points = [0, 60, 180].map((atS) => ({ atS: 1000 + atS, bytesPerSecond: atS }));
    expect(replaySteps(points, 18)).to.deep.equal([
      { forS: 6, rateBytesPerSecond: 0, toBytesPerSecond: 60 },
      { forS: 12, rateBytesPerSecond: 60, toBytesPerSecond: 180 },
    ]);
    expect(replaySteps(points).map(({ forS }) => forS)).to.deep.equal([60, 120]);
  });

  it("is given in one way, not in none or two", () => {
    const given = { steps: [{ forS: 1, rateBytesPerSecond: 1 }], nineAm: { baseBytesPerSecond: 1 } };
    expect(floodSource.safeParse({}).success).to.equal(false);
    expect(floodSource.safeParse(given).success).to.equal(false);
  });
});

describe("rates from a CSV", () => {
  const expected = [
    { atS: 0, bytesPerSecond: 1000 },
    { atS: 60, bytesPerSecond: 2500.5 },
  ];
  const files: Readonly<Record<string, string>> = {
    "as Grafana exports them":
      '"Time","{tenant=""payments"", job=""x""}"\r\n"2026-11-20 09:00:00","1000"\r\n2026-11-20 09:01:00,2500.5\r\n',
    "for Excel": "\uFEFFsep=,\nTime,Value\n2026-11-20T09:00:00Z,1000\n2026-11-20T09:01:00Z,2500.5\n",
    "in milliseconds": "1795165200000,1e3\n1795165260000,2500.5",
    "in seconds, from any start": "0,1000\n\n60,2500.5\n",
  };
  for (const [what, text] of Object.entries(files)) {
    it(`are read ${what}`, () => {
      const { points, problems } = parseRates(text);
      expect(problems).to.deep.equal([]);
      const firstS = points[0]?.atS ?? 0;
      expect(points.map(({ atS, bytesPerSecond }) => ({ atS: atS - firstS, bytesPerSecond }))).to.deep.equal(
        expected,
      );
    });
  }

  it("say every problem with its line", () => {
    const { problems } = parseRates("time,rate\n0,1\nnoon,2\n20,fast\n30,-4\n10,5,6\n40,\n0,3\n50,7\n");
    expect(problems).to.deep.equal([
      'line 3: expected a time, got "noon"',
      'line 4: expected bytes per second, a plain number, got "fast"',
      'line 5: expected bytes per second, a plain number, got "-4"',
      "line 6: expected two columns, time and bytes per second; got 3",
      'line 7: expected bytes per second, a plain number, got ""',
      "line 8: expected a later time than the line before it",
    ]);
    expect(parseRates("time,rate\n0,1\n").problems.join()).to.contain("two lines");
    expect(parseRates("0,0\n1,0\n").problems.join()).to.contain("above 0");
  });
});
