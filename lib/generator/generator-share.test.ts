import { expect } from "chai";
import * as fc from "fast-check";
import { floodSpec, stormSpec } from "../plan/load-schema.ts";
import { arrivalsOf, scheduleOf } from "../traffic/arrivals.ts";
import { floodLanes, placesOf } from "../traffic/flood-lanes.ts";
import { lineId } from "../traffic/line-id.ts";
import { stormRuns } from "../traffic/schedule.ts";
import { withVirtualUsers } from "../traffic/virtual-users.ts";
import { countOf, segmentArguments, sharedSchedule } from "./generator-share.ts";

const generators = fc.integer({ min: 1, max: 9 });
const rates = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 4 });

function sharesOf(of: number): readonly { readonly index: number; readonly of: number }[] {
  return Array.from({ length: of }, (_, index) => ({ index, of }));
}

describe("a load shared by several generators", () => {
  it("is told to k6 by execution segments of one sequence, and not at all where there is one", () => {
    expect(segmentArguments({ index: 0, of: 1 })).to.deep.equal([]);
    expect(sharesOf(3).map((share) => segmentArguments(share)[0])).to.deep.equal([
      "--execution-segment=0:1/3",
      "--execution-segment=1/3:2/3",
      "--execution-segment=2/3:1",
    ]);
    expect(segmentArguments({ index: 1, of: 3 })[1]).to.equal("--execution-segment-sequence=0,1/3,2/3,1");
  });

  it("has every arrival exactly once, each when the plan has it", () => {
    fc.assert(
      fc.property(rates, generators, (perSecond, of) => {
        const arrivals = arrivalsOf(perSecond.map((from) => ({ forS: 3, from, to: from })));
        const whole = scheduleOf(arrivals);
        const all = sharesOf(of).flatMap((share) => {
          const own = sharedSchedule(whole, share);
          return Array.from({ length: countOf(arrivals.planned, share) }, (_, n) => own.dueNs(n));
        });
        const planned = Array.from({ length: arrivals.planned }, (_, n) => whole.dueNs(n));
        expect(all.sort((a, b) => a - b)).to.deep.equal(planned);
      }),
    );
  });

  it("tells of each generator how many of its own are due by a moment", () => {
    fc.assert(
      fc.property(rates, generators, fc.double({ min: 0, max: 13e9, noNaN: true }), (perSecond, of, ns) => {
        const arrivals = arrivalsOf(perSecond.map((from) => ({ forS: 3, from, to: from })));
        for (const share of sharesOf(of)) {
          const own = sharedSchedule(scheduleOf(arrivals), share);
          const due = Array.from({ length: countOf(arrivals.planned, share) }, (_, n) => own.dueNs(n));
          expect(own.dueBy(ns)).to.equal(due.filter((dueNs) => dueNs <= ns).length);
        }
      }),
    );
  });

  it("carries no push id, and no entry, twice", () => {
    const flood = floodSpec.parse({ steps: [{ forS: 20, rateBytesPerSecond: 4e6 }], streams: 7 });
    const [lane] = floodLanes({ tenants: { payments: { flood } }, tenantGroups: [], seed: 5 });
    if (lane === undefined) throw new Error("the plan has no lane");
    const placeOf = placesOf(lane);
    const ids = sharesOf(4).flatMap((share) =>
      Array.from({ length: countOf(lane.planned, share) }, (_, n) => {
        const { tenant, stream, firstSequence } = placeOf(share.index + n * share.of);
        return lineId({ seed: 5, tenant, stream }, firstSequence / lane.linesPerPush);
      }),
    );
    expect(ids).to.have.lengthOf(lane.planned);
    expect(new Set(ids).size).to.equal(lane.planned);
  });

  it("gives every generator virtual users in every scenario, the same number of each", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 90, noNaN: true }), generators, (ratePerSecond, of) => {
        const storm = stormSpec.parse({ ratePerSecond, forS: 5, rangesS: [60] });
        for (const { virtualUsers } of withVirtualUsers(stormRuns({ a: { storm } }), of)) {
          expect(virtualUsers % of).to.equal(0);
          expect(virtualUsers).to.be.at.least(of);
        }
      }),
    );
  });
});
