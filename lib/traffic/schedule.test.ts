import { expect } from "chai";
import { tenantLoad } from "../plan/load-schema.ts";
import { floodLanes } from "./flood-lanes.ts";
import { loadMs, stormRuns } from "./schedule.ts";

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
});
