import { expect } from "chai";
import * as fc from "fast-check";
import { floodSpec, tenantLoad } from "../scenario/load-schema.ts";
import { dueMs, floodSteps, historyCount, historyLayout, loadMs, pushOf, stormRuns } from "./schedule.ts";

const flood = fc
  .record({
    steps: fc.array(
      fc.record({
        forS: fc.double({ min: 0.5, max: 20, noNaN: true }),
        rateBytesPerSecond: fc.integer({ min: 1000, max: 5_000_000 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    streams: fc.integer({ min: 1, max: 20 }),
    lineBytes: fc.integer({ min: 60, max: 500 }),
    pushBytes: fc.integer({ min: 100, max: 200_000 }),
  })
  .map((spec) => floodSpec.parse(spec));

function storm(ratePerSecond: number, forS: number): number | undefined {
  return stormRuns({ a: { storm: { startS: 0, ratePerSecond, forS, rangesS: [60] } } })[0]?.planned;
}

describe("schedule", () => {
  it("never gives two pushes of a tenant the same entry of a stream, nor the same timestamp", () => {
    fc.assert(
      fc.property(flood, (spec) => {
        const steps = floodSteps({ a: { flood: spec } });
        const nextSequence = new Map<number, number>();
        const lastNs = new Map<number, number>();
        for (const step of steps) {
          for (let arrival = 0; arrival < Math.min(step.planned, 400); arrival++) {
            const { stream, firstSequence } = pushOf(step, arrival);
            expect(stream).to.be.within(0, spec.streams - 1);
            expect(firstSequence).to.be.at.least(nextSequence.get(stream) ?? 0);
            nextSequence.set(stream, firstSequence + step.linesPerPush);
            const firstNs = Math.round(dueMs(step.startMs, step.periodNs, arrival) * 1e6);
            expect(firstNs).to.be.greaterThan(lastNs.get(stream) ?? -1);
            lastNs.set(stream, firstNs + (step.linesPerPush - 1) * step.stepNs);
          }
        }
      }),
    );
  });

  it("offers the planned bytes, step after step", () => {
    const spec = floodSpec.parse({
      steps: [
        { forS: 10, rateBytesPerSecond: 1e6 },
        { forS: 5, rateBytesPerSecond: 3e6 },
      ],
    });
    const steps = floodSteps({ a: { flood: spec } });
    const offered = steps.map((step) => step.planned * step.linesPerPush * step.lineBytes);
    expect(offered[0]).to.be.closeTo(10e6, 1e5);
    expect(offered[1]).to.be.closeTo(15e6, 1e5);
    expect(steps.map(({ startMs, firstPush }) => [startMs, firstPush])).to.deep.equal([
      [0, 0],
      [10_000, steps[0]?.planned],
    ]);
    expect(loadMs({ a: { flood: spec } })).to.equal(15_000);
  });

  it("begins when the scenario says, and lasts as long after that", () => {
    const late = tenantLoad.parse({
      flood: { startS: 7, steps: [{ forS: 5, rateBytesPerSecond: 1e6 }] },
      storm: { startS: 2.5, ratePerSecond: 4, forS: 3, rangesS: [60] },
    });
    expect(floodSteps({ late }).map(({ startMs }) => startMs)).to.deep.equal([7000]);
    expect(stormRuns({ late }).map(({ startMs }) => startMs)).to.deep.equal([2500]);
    expect(loadMs({ late })).to.equal(12_000);
  });

  it("plans every arrival that falls before a storm's end", () => {
    expect([storm(10, 2), storm(3, 10), storm(0.1, 5)]).to.deep.equal([20, 30, 1]);
  });

  it("counts the history as LogQL's half-open ranges do", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 7000 }),
        (lines, streams, spanS) => {
          const layout = historyLayout({ spanS, lines, streams }, 1_800_000_000_000);
          const at = Array.from(
            { length: layout.linesPerStream },
            (_, i) => layout.startMs + (i * layout.stepNs) / 1e6,
          );
          const from = layout.startMs + Math.floor(spanS * 300);
          const to = layout.startMs + Math.floor(spanS * 700);
          const counted = (a: number, b: number): number =>
            streams * at.filter((ms) => ms > a && ms <= b).length;
          expect(historyCount(layout, from, to)).to.equal(counted(from, to));
          expect(historyCount(layout, layout.startMs - 1, to)).to.equal(counted(layout.startMs - 1, to));
          expect(historyCount(layout, layout.startMs, 2e12)).to.equal(counted(layout.startMs, 2e12));
          expect(historyCount(layout, 0, 2e12)).to.equal(layout.linesPerStream * streams);
        },
      ),
    );
  });
});
