import { settingAt } from "../base/json.ts";
import { goDurationMs } from "../base/loki-duration.ts";
import { durationLimitMs, isOn } from "./limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";

/**
 * Loki's default values of the settings in this file (pkg/ingester/ingester.go and pkg/querier/querier.go,
 * RegisterFlags, 3.5.7 and 3.7.8).
 */
const defaultChunkAgeMs = 7_200_000;
const defaultIngestersWithinMs = 10_800_000;

/**
 * Returns `ingester.max_chunk_age`, the maximum age of the oldest line in a chunk that is only in ingesters' memory.
 */
export function maxChunkAgeMs({ config }: PlannedConfig): number {
  return goDurationMs(settingAt(config, ["ingester", "max_chunk_age"])) ?? defaultChunkAgeMs;
}

/**
 * Returns `querier.query_ingesters_within`. A query that ends longer ago than this reads only the store; 0 means that
 * ingesters are always queried.
 */
export function ingestersWithinMs({ config }: PlannedConfig): number {
  return goDurationMs(settingAt(config, ["querier", "query_ingesters_within"])) ?? defaultIngestersWithinMs;
}

/** Fractions of the maximum chunk age at which lines are tested for being readable. */
const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
/** Safety margin for the transfer of a line to Loki and for clock differences. */
const marginMs = 60_000;

/**
 * Returns line ages at which a line could still be in the ingesters' memory, and at which the tenant's limits permit to
 * push and to query the line.
 */
export function readableAgesMs(plan: PlannedLimits, tenant: string): readonly number[] {
  const oldestMs = isOn(plan, tenant, "reject_old_samples")
    ? durationLimitMs(plan, tenant, "reject_old_samples_max_age")
    : Number.POSITIVE_INFINITY;
  const lookbackMs = durationLimitMs(plan, tenant, "max_query_lookback") || Number.POSITIVE_INFINITY;
  const ages = shares.map((share) => Math.round(share * maxChunkAgeMs(plan)));
  return ages.filter((ageMs) => ageMs < Math.min(oldestMs, lookbackMs) - marginMs);
}

function minutes(ms: number): string {
  return `${Number((ms / 60_000).toPrecision(3))} min`;
}

/**
 * Describes the ages of lines that queries miss, because only ingesters have these lines and ingesters are not queried.
 * Returns undefined if queries miss no lines.
 */
export function describeUnaskedAges(plan: PlannedConfig): string | undefined {
  const [askedMs, heldMs] = [ingestersWithinMs(plan), maxChunkAgeMs(plan)];
  if (askedMs === 0 || askedMs >= heldMs) return undefined;
  return (
    `querier.query_ingesters_within is ${minutes(askedMs)}, and ingesters keep chunks for up to ingester.max_chunk_age, ${minutes(heldMs)}: ` +
    "queries miss the lines in between until they are flushed"
  );
}
