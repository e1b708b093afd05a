import { expect } from "chai";
import * as fc from "fast-check";
import { tenantLoad } from "../scenario/load-schema.ts";
import { floodLanes } from "./flood-lanes.ts";
import { historyCount, historyLayout, loadMs, stormRuns } from "./schedule.ts";

function storm(ratePerSecond: number, forS: number): number | undefined {
  return stormRuns({ a: { storm: { startS: 0, ratePerSecond, forS, rangesS: [60] } } })[0]?.planned;
}

describe("schedule", () => {
  it("begins when the scenario says, and lasts as long after that", () => {
    const late = tenantLoad.parse({
      flood: { startS: 7, steps: [{ forS: 5, rateBytesPerSecond: 1e6 }] },
      storm: { startS: 2.5, ratePerSecond: 4, forS: 3, rangesS: [60] },
    });
    expect(
      floodLanes({ tenants: { late }, tenantGroups: [], seed: 1 }).map(({ startMs }) => startMs),
    ).to.deep.equal([7000]);
    expect(stormRuns({ late }).map(({ startMs }) => startMs)).to.deep.equal([2500]);
    expect(loadMs({ tenants: { late }, tenantGroups: [], seed: 1 })).to.equal(12_000);
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
