import { expect } from "chai";
import * as fc from "fast-check";
import { bytesOf } from "../plan/flood-curve.ts";
import { floodSpec, tenantGroup } from "../plan/load-schema.ts";
import { ascending } from "../verdict/percentile.ts";
import { type FloodLane, floodLanes, type PushPlace, placesOf } from "./flood-lanes.ts";
import { pushLineBytes } from "./line-geometry.ts";
import { streamLabels, streamsInAll } from "./stream-labels.ts";

const rate = fc.integer({ min: 1000, max: 5_000_000 });
const step = fc.record({
  forS: fc.double({ min: 0.5, max: 20, noNaN: true }),
  rateBytesPerSecond: rate,
  toBytesPerSecond: rate,
});
const flood = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    streams: fc.integer({ min: 1, max: 60 }),
    lineBytes: fc.integer({ min: 60, max: 500 }),
    pushBytes: fc.integer({ min: 1000, max: 200_000 }),
    churn: fc.option(
      fc.record({
        everyS: fc.double({ min: 0.5, max: 30, noNaN: true }),
        share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
      { nil: undefined },
    ),
  })
  .map(({ churn, ...spec }) => floodSpec.parse({ ...spec, ...(churn ? { churn } : {}) }));

function laneOf(spec: ReturnType<typeof floodSpec.parse>): FloodLane {
  const [lane] = floodLanes({ tenants: { a: { flood: spec } }, tenantGroups: [], seed: 1 });
  if (lane === undefined) throw new Error("no lane");
  return lane;
}

function placesIn(lane: FloodLane, most = 400): readonly PushPlace[] {
  const placeOf = placesOf(lane);
  return Array.from({ length: Math.min(lane.planned, most) }, (_, arrival) => placeOf(arrival));
}

describe("flood lanes", () => {
  it("never give two pushes of a tenant the same entry of a stream, nor entries that reach into the next second", () => {
    fc.assert(
      fc.property(flood, (spec) => {
        const lane = laneOf(spec);
        let nextSequence = 0;
        for (const { firstSequence } of placesIn(lane)) {
          expect(firstSequence).to.be.at.least(nextSequence);
          expect(firstSequence % lane.linesPerPush).to.equal(0);
          nextSequence = firstSequence + lane.linesPerPush;
        }
        expect(lane.stepNs).to.be.at.least(1);
        expect((lane.linesPerPush - 1) * lane.stepNs).to.be.lessThan(1e9);
      }),
      { numRuns: 30 },
    );
  });

  it("offer the bytes of the plan, to a push", () => {
    fc.assert(
      fc.property(flood, (spec) => {
        const { planned, linesPerPush, lineBytes } = laneOf(spec);
        const pushes = bytesOf(spec.steps) / pushLineBytes({ lineBytes, linesPerPush });
        // Accepts the error of rounding the ends of steps to whole milliseconds.
        expect(planned).to.be.closeTo(pushes, Math.max(1, pushes * 0.01) + 0.1);
      }),
      { numRuns: 30 },
    );
  });

  it("use as many streams as the plan says, whose successors are of the same service and cluster", () => {
    fc.assert(
      fc.property(flood, (spec) => {
        const lane = laneOf(spec);
        const { streams, churn } = spec;
        const used = new Set(placesIn(lane, 4000).map(({ stream }) => stream));
        expect(used.size).to.be.at.most(streamsInAll({ streams, churn, forS: lane.forMs / 1000 + 1 }));
        for (const stream of used) {
          const { service, cluster, pod } = streamLabels("r", "a", stream);
          const first = streamLabels("r", "a", stream % 12_000);
          expect([service, cluster]).to.deep.equal([first["service"], first["cluster"]]);
          expect(pod).to.contain(`${service}-`);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("replace the planned share of pods, in turns, when it is time", () => {
    const spec = floodSpec.parse({
      steps: [{ forS: 10, rateBytesPerSecond: 4_000_000 }],
      streams: 4,
      churn: { everyS: 4, share: 0.5 },
    });
    const bySecond = Map.groupBy(placesIn(laneOf(spec)), ({ dueNs }) => Math.floor(dueNs / 4e9));
    const streams = [...bySecond.values()].map((places) =>
      ascending([...new Set(places.map(({ stream }) => stream))]),
    );
    expect(streams).to.deep.equal([
      [0, 1, 2, 3],
      [2, 3, 12000, 12001],
      [12000, 12001, 12002, 12003],
    ]);
    expect(streamsInAll({ ...spec, forS: 10 })).to.equal(8);
  });
});

describe("the lane of a group", () => {
  const group = tenantGroup.parse({
    prefix: "team-",
    count: 1000,
    zipf: 1,
    flood: { steps: [{ forS: 100, rateBytesPerSecond: 10_000_000 }], streams: 3, pushBytes: 10_000 },
  });
  const [lane] = floodLanes({ tenants: {}, tenantGroups: [group], seed: 5 });

  it("gives each tenant its share by Zipf, the same from the same seed", () => {
    if (lane === undefined) throw new Error("no lane");
    const placeOf = placesOf(JSON.parse(JSON.stringify(lane)));
    const places = Array.from({ length: 50_000 }, (_, arrival) => placeOf(arrival));
    const counts = Map.groupBy(places, ({ tenant }) => tenant);
    const share = (tenant: string): number => (counts.get(tenant)?.length ?? 0) / places.length;
    expect(share("team-0001")).to.be.closeTo(0.1336, 0.0001);
    expect(share("team-0010")).to.be.closeTo(0.01336, 0.0001);
    expect(counts.size).to.equal(1000);
    const streams = new Set(places.map(({ stream }) => stream));
    expect(ascending([...streams])).to.deep.equal([0, 1, 2]);
    const [again] = floodLanes({ tenants: {}, tenantGroups: [group], seed: 6 });
    expect(again?.members?.seed).to.not.equal(lane.members?.seed);
  });
});
