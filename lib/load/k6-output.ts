import { z } from "zod";
import type { PushRecord, QueryRecord } from "./request-record.ts";
import { type Arrivals, dueMs, type FloodStep, pushOf, type StormRun } from "./schedule.ts";

const arrived = {
  scenario: z.string(),
  /** Number of the arrival in its scenario, drops not counted (k6's `iterationInTest`). */
  arrival: z.int().nonnegative(),
  /** When the scenario began. */
  beganMs: z.number(),
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
  template: z.string(),
  query: z.string(),
  rangeMs: z.number(),
  results: z.int(),
  value: z.number().optional(),
  expected: z.number().optional(),
  splits: z.number().optional(),
  shards: z.number().optional(),
  bytesProcessed: z.number().optional(),
  queueTimeS: z.number().optional(),
});
export type K6Query = z.infer<typeof k6Query>;

export type Arrived = Pick<K6Push, "scenario" | "arrival" | "beganMs" | "startMs">;

/**
 * When each was due. With no drops in its scenario that is exact: arrival n is the n-th tick. k6 does not count dropped
 * ticks, so with `dropped` of them arrival n is one of the ticks n to n + dropped: then the last of these that is not
 * after its start, in order. It errs towards a shorter wait; a run with drops is not judged by its latency alone.
 */
export function withIntended<T extends Arrived>(
  seen: readonly T[],
  { periodNs }: Pick<Arrivals, "periodNs">,
  dropped: number,
): readonly (T & { readonly intendedMs: number })[] {
  let previous = -1;
  const inOrder = [...seen].sort((a, b) => a.arrival - b.arrival);
  return inOrder.map((one) => {
    const latest = Math.floor(((one.startMs - one.beganMs) * 1e6) / periodNs);
    const earliest = Math.max(one.arrival, previous + 1);
    previous = Math.max(earliest, Math.min(latest, one.arrival + dropped));
    const tick = dropped === 0 ? one.arrival : previous;
    return { ...one, intendedMs: dueMs(one.beganMs, periodNs, tick) };
  });
}

/** The record of one push: what k6 saw, and what the schedule says it carried. */
export function pushRecordOf(seen: K6Push & { readonly intendedMs: number }, step: FloodStep): PushRecord {
  const { beganMs, arrival, lineBytes, intendedMs, startMs, endMs, status, error } = seen;
  const { tenant, linesPerPush: lines, stepNs } = step;
  // In integers: a double cannot hold nanoseconds since the epoch.
  const firstTimestampNs = String(BigInt(beganMs) * 1_000_000n + BigInt(arrival * step.periodNs));
  const carried = {
    kind: "flood" as const,
    tenant,
    ...pushOf(step, arrival),
    lines,
    lineBytes,
    firstTimestampNs,
    stepNs,
  };
  return { ...carried, intendedMs, startMs, endMs, status, ...(error === undefined ? {} : { error }) };
}

export function queryRecordOf(seen: K6Query & { readonly intendedMs: number }, run: StormRun): QueryRecord {
  const { scenario: _, arrival: __, beganMs: ___, ...rest } = seen;
  return { tenant: run.tenant, ...rest };
}

/** Of the lines of one arrival the last, in the order in which arrivals were first told of. */
export function lastOfEach<T extends Pick<Arrived, "scenario" | "arrival">>(
  lines: readonly T[],
): readonly T[] {
  return [...new Map(lines.map((line) => [`${line.arrival} ${line.scenario}`, line])).values()];
}

/**
 * The lines of a file that k6 wrote, each validated. Its last line may be cut off where k6 was killed: it is left out.
 * Throws where any other line is not what the script writes.
 */
export function parseLines<T>(text: string, form: z.ZodType<T>): readonly T[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => form.parse(JSON.parse(line)));
}
