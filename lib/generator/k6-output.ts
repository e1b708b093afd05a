import { z } from "zod";
import { type PushRecord, queryRecord, queryStats } from "../run-folder/request-record.ts";
import type { Schedule } from "../traffic/arrivals.ts";
import type { FloodLane, PushPlace } from "../traffic/flood-lanes.ts";
import { pushSecond } from "../traffic/line-geometry.ts";
import { isBeat } from "./beats.ts";

const arrived = {
  scenario: z.string(),
  /**
   * A number that is unique among the arrivals of a scenario: k6's `iterationInTest`, which does not count dropped
   * arrivals.
   */
  arrival: z.int().nonnegative(),
  /** When the scenario began, in ms since the epoch. */
  beganMs: z.number(),
  /**
   * When k6 called the script. A delay before this moment, or between this moment and startMs, comes from the
   * generator, not Loki.
   */
  enteredMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  error: z.string().optional(),
};

/** A line that k6/flood.ts writes for a push. */
export const k6Push = z.strictObject({ ...arrived, lineBytes: z.int().positive() });
export type K6Push = z.infer<typeof k6Push>;

/** A line that k6/storm.ts writes for a query. */
export const k6Query = z.strictObject({
  ...arrived,
  results: z.int(),
  answer: queryRecord.shape.answer,
  ...queryStats,
});
export type K6Query = z.infer<typeof k6Query>;

export type Arrived = Pick<K6Push, "scenario" | "arrival" | "beganMs" | "enteredMs">;

/**
 * Adds to each request when its arrival was due. If the scenario dropped none, this is exact: the n-th request to begin
 * belongs to the n-th tick. k6 does not report which ticks it dropped. With drops, each arrival therefore gets the
 * latest tick that is not after its beginning and that no other arrival has. This tends to make waits look shorter, so
 * a run with drops is not judged by its latency alone.
 */
export function withIntended<T extends Arrived>(
  seen: readonly T[],
  { dueNs, dueBy }: Schedule,
  dropped: number,
): readonly (T & { readonly intendedMs: number })[] {
  let next = seen.length + dropped;
  const backwards = [...seen].sort((a, b) => b.enteredMs - a.enteredMs);
  const due = backwards.map((one, index) => {
    const latest = dueBy((one.enteredMs - one.beganMs) * 1e6) - 1;
    // The index is at least 0, in case two clocks differ by the millisecond in which the first arrival was due.
    next = dropped === 0 ? seen.length - 1 - index : Math.max(0, Math.min(latest, next - 1));
    return { ...one, intendedMs: one.beganMs + dueNs(next) / 1e6 };
  });
  return due.toReversed();
}

/** Returns the record of one push: what k6 observed, and what the push contained according to the schedule. */
export function pushRecordOf(
  seen: K6Push & { readonly intendedMs: number },
  lane: FloodLane,
  placeOf: (arrival: number) => PushPlace,
): PushRecord {
  const { enteredMs, arrival, lineBytes, intendedMs, startMs, endMs, status, error } = seen;
  const { tenant, stream, firstSequence } = placeOf(arrival);
  return {
    kind: "flood",
    tenant,
    stream,
    firstSequence,
    lines: lane.linesPerPush,
    lineBytes,
    firstTimestampNs: `${pushSecond(enteredMs)}000000000`,
    stepNs: lane.stepNs,
    intendedMs,
    startMs,
    endMs,
    status,
    ...(error === undefined ? {} : { error }),
  };
}

/** Returns the last line of each arrival, in the order of the arrivals' first lines. */
export function lastOfEach<T extends Pick<Arrived, "scenario" | "arrival">>(
  lines: readonly T[],
): readonly T[] {
  return [...new Map(lines.map((line) => [`${line.arrival} ${line.scenario}`, line])).values()];
}

/**
 * Parses and validates the lines of a file that k6 wrote, without heartbeat lines. The last line is ignored if it is
 * incomplete, because k6 might have been killed. Throws if another line is not one that the script writes.
 */
export function parseLines<T>(text: string, form: z.ZodType<T>): readonly T[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line !== "" && !isBeat(line))
    .map((line) => form.parse(JSON.parse(line)));
}
