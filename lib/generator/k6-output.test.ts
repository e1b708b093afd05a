import { expect } from "chai";
import * as fc from "fast-check";
import { floodSpec } from "../plan/load-schema.ts";
import { pushRecord } from "../run-folder/request-record.ts";
import { arrivalsOf, scheduleOf } from "../traffic/arrivals.ts";
import { floodLanes, placesOf } from "../traffic/flood-lanes.ts";
import { type K6Push, k6Push, lastOfEach, parseLines, pushRecordOf, withIntended } from "./k6-output.ts";

const beganMs = 1_795_458_619_640;
/** A schedule with an arrival every 100 ms, the first at `firstMs`. */
const schedule = scheduleOf(arrivalsOf([{ forS: 60, from: 10, to: 10 }]));
const firstMs = beganMs + 100;

function seen(arrival: number, startMs: number): K6Push {
  return {
    scenario: "s",
    arrival,
    beganMs,
    enteredMs: startMs,
    startMs,
    endMs: startMs + 5,
    status: 204,
    lineBytes: 10,
  };
}

describe("what k6 leaves", () => {
  it("is of each push its last line: the answer, or that none was seen", () => {
    const sent = (arrival: number): K6Push => ({ ...seen(arrival, beganMs), status: 0, error: "ended" });
    const lines = [
      sent(0),
      sent(1),
      { ...seen(0, beganMs), status: 429 },
      { ...seen(0, beganMs), scenario: "t" },
    ];
    const kept = lastOfEach(lines).map(({ scenario, arrival, status }) => [scenario, arrival, status]);
    expect(kept).to.have.deep.members([
      ["s", 0, 429],
      ["s", 1, 0],
      ["t", 0, 204],
    ]);
  });

  it("gives the n-th to begin the n-th tick when none was dropped, however late, whatever its number", () => {
    const begun = [seen(1, firstMs + 900), seen(0, firstMs), seen(2, firstMs + 120)];
    const intended = withIntended(begun, schedule, 0);
    expect(intended.map(({ arrival, intendedMs }) => [arrival, intendedMs - firstMs])).to.deep.equal([
      [0, 0],
      [2, 100],
      [1, 200],
    ]);
  });

  it("shows how late a burst is that a starved generator sent at once, drops or not", () => {
    const burst = [0, 1, 2, 3].map((arrival) => seen(arrival, firstMs + 1010));
    const lags = withIntended(burst, schedule, 7).map((one) => one.startMs - one.intendedMs);
    expect(lags).to.deep.equal([310, 210, 110, 10]);
  });

  it("gives arrivals after a drop the tick that they left at", () => {
    // Ticks 1 and 2 were dropped; k6 does not count dropped arrivals.
    const intended = withIntended(
      [seen(0, firstMs), seen(1, firstMs + 301), seen(2, firstMs + 402)],
      schedule,
      2,
    );
    expect(intended.map((one) => one.intendedMs - firstMs)).to.deep.equal([0, 300, 400]);
  });

  it("never lets a request be due after it left, nor two at once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
        fc.nat({ max: 99 }),
        (gaps, lateMs) => {
          let tick = -1;
          const starts = gaps.map((gap) => firstMs + (tick += 1 + gap) * 100 + lateMs);
          const dropped = gaps.reduce((sum, gap) => sum + gap, 0);
          const intended = withIntended(
            starts.map((startMs, i) => seen(i, startMs)),
            schedule,
            dropped,
          );
          expect(intended.every((one) => one.intendedMs <= one.startMs)).to.equal(true);
          expect(new Set(intended.map((one) => one.intendedMs)).size).to.equal(starts.length);
        },
      ),
    );
  });

  it("keeps what was written before k6 was killed, and refuses what is not its script's", () => {
    const line = JSON.stringify(seen(0, beganMs));
    expect(parseLines(`${line}\n${line.slice(0, 20)}`, k6Push)).to.deep.equal([seen(0, beganMs)]);
    expect(parseLines("", k6Push)).to.deep.equal([]);
    expect(() => parseLines(`${line.slice(0, 20)}\n${line}\n`, k6Push)).to.throw();
    expect(() => parseLines('{"scenario":"s"}\n', k6Push)).to.throw();
  });

  it("makes of it the record of a push, its first entry at the beginning of the second in which it was made", () => {
    const flood = floodSpec.parse({ steps: [{ forS: 5, rateBytesPerSecond: 333_333 }], streams: 4 });
    const [lane] = floodLanes({ tenants: { payments: { flood } }, tenantGroups: [], seed: 1 });
    if (lane === undefined) throw new Error("the schedule has no lane");
    const laneSchedule = scheduleOf(lane);
    const late = { ...seen(7, beganMs + 9000), error: "timeout", status: 0 };
    const [one] = withIntended([late], laneSchedule, 0);
    if (one === undefined) throw new Error("nothing came back");
    const record = pushRecord.parse(pushRecordOf(one, lane, placesOf(lane)));
    expect(record).to.include({
      tenant: "payments",
      stream: 3,
      firstSequence: 7 * lane.linesPerPush,
      status: 0,
      error: "timeout",
    });
    expect(record.firstTimestampNs).to.equal(
      `${Math.floor(seen(7, beganMs + 9000).enteredMs / 1000)}000000000`,
    );
  });
});
