import { z } from "zod";
import { type PushRecord, queryRecord, queryStats } from "../run-folder/request-record.ts";
import type { Schedule } from "../traffic/arrivals.ts";
import type { FloodLane, PushPlace } from "../traffic/flood-lanes.ts";
import { pushSecond } from "../traffic/line-geometry.ts";
import { isBeat } from "./beats.ts";

const arrived = {
  scenario: z.string(),
  /** A number that no other arrival of its scenario has (k6's `iterationInTest`: drops are not counted). */
  arrival: z.int().nonnegative(),
  /** When the scenario began. */
  beganMs: z.number(),
  /** When the script was called: nothing but the generator lies between its tick and this, and this and the start. */
  enteredMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  error: z.string().optional(),
};

/** What k6/flood.ts writes for a push. */
export const k6Push = z.strictObject({ ...arrived, lineBytes: z.int().positive() });
export type K6Push = z.infer<typeof k6Push>;

/** What k6/storm.ts writes for a query. */
export const k6Query = z.strictObject({
  ...arrived,
  results: z.int(),
  answer: queryRecord.shape.answer,
  ...queryStats,
});
export type K6Query = z.infer<typeof k6Query>;

export type Arrived = Pick<K6Push, "scenario" | "arrival" | "beganMs" | "enteredMs">;

/**
 * When each was due. With no drops in its scenario that is exact: the n-th to begin is the n-th tick. k6 does not say
 * which ticks it dropped; then each gets the latest tick that it can have had, one of its own, not after it began. That
 * errs towards a shorter wait, and a run with drops is not judged by its latency alone.
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
    // At least 0, should two clocks differ by the millisecond in which the first was due.
    next = dropped === 0 ? seen.length - 1 - index : Math.max(0, Math.min(latest, next - 1));
    return { ...one, intendedMs: one.beganMs + dueNs(next) / 1e6 };
  });
  return due.toReversed();
}

/** The record of one push: what k6 saw, and what the schedule says it carried. */
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

/** Of the lines of one arrival the last, in the order in which arrivals were first told of. */
export function lastOfEach<T extends Pick<Arrived, "scenario" | "arrival">>(
  lines: readonly T[],
): readonly T[] {
  return [...new Map(lines.map((line) => [`${line.arrival} ${line.scenario}`, line])).values()];
}

/**
 * The lines of a file that k6 wrote, each validated; beats are none of them. Its last line may be cut off where k6 was
 * killed: it is left out. Throws where any other line is not what the script writes.
 */
export function parseLines<T>(text: string, form: z.ZodType<T>): readonly T[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line !== "" && !isBeat(line))
    .map((line) => form.parse(JSON.parse(line)));
}
