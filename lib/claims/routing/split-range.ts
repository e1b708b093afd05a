import { type QuerySettings } from "../../promises/query-settings.ts";

/**
 * A time range for a range query, in milliseconds since the epoch. `splits` is the number of splits that a frontend
 * must make of it.
 */
export interface SplitRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly splits: number;
}

const intervals = 32;
const intervalWhenUnsplitMs = 900_000;
const hourMs = 3_600_000;

/**
 * Returns a range of whole split intervals that ends an hour before the ingesters' window. Within the ingesters' window
 * a frontend might split by a different interval (pkg/querier/queryrange/splitters.go, 3.7.8). Before it, only the
 * store is read. The range is aligned to the interval, so that a frontend makes exactly one split an interval.
 */
export function splitRange(nowMs: number, settings: QuerySettings): SplitRange {
  const { splitIntervalMs, ingestersWithinMs } = settings;
  const stepMs = splitIntervalMs > 0 ? splitIntervalMs : intervalWhenUnsplitMs;
  const endMs = Math.floor((nowMs - ingestersWithinMs - hourMs) / stepMs) * stepMs;
  return { startMs: endMs - intervals * stepMs, endMs, splits: splitIntervalMs > 0 ? intervals : 1 };
}
