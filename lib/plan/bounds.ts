import { z } from "zod";

/** Returns the arguments of zod's `max`: the limit, and an error message that gives the reason for it. */
function atMost(limit: number, why: string): [limit: number, message: string] {
  return [limit, `expected at most ${limit}: ${why}`];
}

/**
 * The maximum duration of a load, or of a part of a load, in seconds: a week. It is also the latest moment in a load.
 */
export const longestS = 604_800;
const aWeek = atMost(longestS, "a load lasts a week at the longest");
export const seconds: z.ZodNumber = z
  .number()
  .positive()
  .max(...aWeek);
export const secondsFromZero: z.ZodNumber = z
  .number()
  .nonnegative()
  .max(...aWeek);
/**
 * The interval at which bursts and similar events recur, in seconds. The minimum keeps the number of events in a plan
 * small.
 */
export const intervalS: z.ZodNumber = seconds.min(0.5, "expected at least 0.5 seconds");

/** The maximum age in seconds of stored lines and of the range of a query: five years. */
const longestReachS = 5 * 365 * 86_400;
export const reachS: z.ZodNumber = z
  .number()
  .positive()
  .max(...atMost(longestReachS, "lines and queries reach five years back at the most"));

/**
 * The maximum ingest rate in bytes per second. It applies to the scenario's rate and to the rate after division by
 * `scale`.
 */
export const mostBytesPerSecond = 1e11;
export const bytesPerSecond: z.ZodNumber = z
  .number()
  .nonnegative()
  .max(...atMost(mostBytesPerSecond, "no Loki takes 100 GB of log lines a second"));

export const mostQueriesPerSecond = 100_000;
export const queriesPerSecond: z.ZodNumber = z
  .number()
  .positive()
  .max(...atMost(mostQueriesPerSecond, "no Loki answers so many queries a second"));

export const lineBytes: z.ZodNumber = z
  .int()
  .min(60)
  .max(...atMost(1_000_000, "Loki cuts or refuses lines beyond max_line_size, 256 KB by default"));
export const pushBytes: z.ZodNumber = z
  .int()
  .positive()
  .max(...atMost(16_000_000, "every virtual user of the generator holds every body in memory"));

export const mostHistoryLines = 100_000_000;
export const historyLines: z.ZodNumber = z
  .int()
  .positive()
  .max(...atMost(mostHistoryLines, "a history is written before the load begins, and read back"));

export const streamCount: z.ZodNumber = z.int().positive().max(10_000);
export const milliseconds: z.ZodNumber = z
  .number()
  .positive()
  .max(...atMost(3_600_000, "a budget of more than an hour allows anything"));
export const ratio: z.ZodNumber = z
  .number()
  .min(1)
  .max(...atMost(1000, "a larger ratio allows anything"));
export const scaleFactor: z.ZodNumber = z
  .number()
  .min(0.001)
  .max(...atMost(1_000_000, "nothing is left of a load that is divided by more"));
export const seedNumber: z.ZodInt = z.int().nonnegative().max(999_999_999);
