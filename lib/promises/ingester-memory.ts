import { settingAt } from "../base/json.ts";
import { goDurationMs } from "../base/loki-duration.ts";
import { durationLimitMs, isOn } from "./limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";

/** pkg/ingester/ingester.go and pkg/querier/querier.go, RegisterFlags, 3.5.7 and 3.7.8. */
const defaultChunkAgeMs = 7_200_000;
const defaultIngestersWithinMs = 10_800_000;

/** How old the oldest line of a chunk may be that only ingesters have: `ingester.max_chunk_age`. */
export function maxChunkAgeMs({ config }: PlannedConfig): number {
  return goDurationMs(settingAt(config, ["ingester", "max_chunk_age"])) ?? defaultChunkAgeMs;
}

/** Queries that end before now minus this are asked of the store alone; 0: ingesters are always asked. */
export function ingestersWithinMs({ config }: PlannedConfig): number {
  return goDurationMs(settingAt(config, ["querier", "query_ingesters_within"])) ?? defaultIngestersWithinMs;
}

/** Shares of the time for which ingesters may keep a line in memory. */
const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
/** For the way to Loki, and for clocks that differ. */
const marginMs = 60_000;

/** Ages of lines that ingesters may have in memory, and that the tenant may push and ask for. */
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

/** Describes the lines that no query finds while ingesters have them; undefined if there are none. */
export function describeUnaskedAges(plan: PlannedConfig): string | undefined {
  const [askedMs, heldMs] = [ingestersWithinMs(plan), maxChunkAgeMs(plan)];
  if (askedMs === 0 || askedMs >= heldMs) return undefined;
  return (
    `querier.query_ingesters_within is ${minutes(askedMs)}, and ingesters keep chunks for up to ingester.max_chunk_age, ${minutes(heldMs)}: ` +
    "queries miss the lines in between until they are flushed"
  );
}
