import { expect } from "chai";
import { floodSpec, tenantGroup } from "../plan/load-schema.ts";
import { floodLanes, placesOf } from "../traffic/flood-lanes.ts";
import { describeLoad } from "./describe-load.ts";
import { describeNeeds, generatorNeeds } from "./generator-needs.ts";

const flood = floodSpec.parse({
  steps: [
    { forS: 10, rateBytesPerSecond: 1_000_000 },
    { forS: 10, rateBytesPerSecond: 4_000_000 },
  ],
  streams: 4,
  churn: { everyS: 5, share: 0.5 },
  labels: { version: 3 },
});
const small = floodSpec.parse({
  steps: [{ forS: 20, rateBytesPerSecond: 200_000 }],
  pushBytes: 10_000,
  streams: 1,
});
const group = tenantGroup.parse({ prefix: "team-", count: 1000, zipf: 1, flood: small });
const plan = { tenants: { payments: { flood } }, tenantGroups: [group], seed: 1 };

describe("the load in a plan", () => {
  it("is told as it will be run", () => {
    const told = describeLoad(plan).join("\n");
    const [lane] = floodLanes(plan);
    expect(told).to.contain(`${"▂".repeat(16)}${"█".repeat(16)}  4 MB/s at most, 2.5 MB/s on average`);
    expect(told).to.contain(
      `50 MB in ${lane?.planned} pushes, to 4 streams at a time, 10 in all, version of 3 values`,
    );
  });

  it("tells of a group in few lines, and how many of its tenants get a push at all", () => {
    const lane = floodLanes(plan)[1];
    if (lane === undefined) throw new Error("no lane");
    const placeOf = placesOf(lane);
    const reached = new Set(Array.from({ length: lane.planned }, (_, n) => placeOf(n).tenant)).size;
    expect(reached).to.be.within(100, 999);
    const told = describeLoad(plan).slice(-3);
    expect(told[2]).to.contain(`team-0001 13.4 % to team-1000 0.013 %; ${reached} of 1000 get a push`);
  });

  it("needs bodies of each size once, and bounded memory", () => {
    const needs = generatorNeeds(plan);
    expect(needs.requests).to.equal(floodLanes(plan).reduce((sum, { planned }) => sum + planned, 0));
    // The load has four line formats, with four variants of 100 KB and eight of 10 KB each.
    expect(needs.bodies).to.equal(4 * (4 + 8));
    expect(needs.bodyBytes).to.be.within(100_000, 2_000_000);
    expect(needs.virtualUsers).to.be.at.most(400);
    expect(needs.memoryBytes).to.be.within(1e6 * needs.virtualUsers, 8e6 * needs.virtualUsers + 50e6);
    expect(describeNeeds(needs)).to.match(
      /^\d+ requests; 48 ready-made bodies of [\d.]+ MB on disk; about \d+ MB/,
    );
  });
});
