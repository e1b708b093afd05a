import { settingAt } from "../base/json.ts";
import { goDurationMs } from "../base/loki-duration.ts";
import type { PlannedConfig } from "./planned-loki.ts";

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

/** Describes the lines that no query finds while ingesters have them; undefined if there are none. */
export function describeUnaskedAges(plan: PlannedConfig): string | undefined {
  const [askedMs, heldMs] = [ingestersWithinMs(plan), maxChunkAgeMs(plan)];
  if (askedMs === 0 || askedMs >= heldMs) return undefined;
  const minutes = (ms: number): string => `${Number((ms / 60_000).toPrecision(3))} min`;
  return (
    `querier.query_ingesters_within is ${minutes(askedMs)}, and ingesters keep chunks for up to ingester.max_chunk_age, ${minutes(heldMs)}: ` +
    "queries miss the lines in between until they are flushed"
  );
}
