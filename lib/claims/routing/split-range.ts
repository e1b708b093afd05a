import { type QuerySettings } from "../../promises/query-settings.ts";

/** A range in milliseconds since the epoch; `splits` is what a frontend must cut it into. */
export interface SplitRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly splits: number;
}

const intervals = 32;
const intervalWhenUnsplitMs = 900_000;
const hourMs = 3_600_000;

/**
 * A range of whole split intervals that ends an hour before the ingesters' window: inside of that window a frontend
 * may split by another interval (pkg/querier/queryrange/splitters.go, 3.7.8), and only the store is asked before it.
 * Aligned to the interval, its splits can be counted: one an interval.
 */
export function splitRange(nowMs: number, settings: QuerySettings): SplitRange {
  const { splitIntervalMs, ingestersWithinMs } = settings;
  const stepMs = splitIntervalMs > 0 ? splitIntervalMs : intervalWhenUnsplitMs;
  const endMs = Math.floor((nowMs - ingestersWithinMs - hourMs) / stepMs) * stepMs;
  return { startMs: endMs - intervals * stepMs, endMs, splits: splitIntervalMs > 0 ? intervals : 1 };
}
