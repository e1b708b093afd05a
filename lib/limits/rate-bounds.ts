import type { IngestionBuckets } from "./expected-limits.ts";
import type { DrainedBucket, IngestionRateRecord, RatePush } from "./ingestion-rate-probe.ts";

/** What was accepted beside the least and the most that a bucket of that burst and rate lets through. */
export interface RateBounds {
  readonly acceptedBytes: number;
  readonly leastBytes: number;
  readonly mostBytes: number;
}

/** Pushes that were answered neither 204 nor 429: what became of their bytes is not known. */
export function unclear({ buckets, gateway }: IngestionRateRecord): readonly RatePush[] {
  const all = [...buckets.flatMap(({ full, empty, last }) => [...full, ...empty, ...last]), ...gateway];
  return all.filter(({ status }) => status !== 204 && status !== 429);
}

/** The push with which a draining ended; undefined when the bucket never refused, or was never asked. */
export function refusalOf(drained: readonly RatePush[]): RatePush | undefined {
  const last = drained.at(-1);
  return last?.status === 429 ? last : undefined;
}

/**
 * A full bucket that refuses a push held less than it: burst + refill since the first push - accepted. The client's
 * clock begins before and ends after the distributor's moment, hence a least and a most.
 */
export function burstBounds({ full }: DrainedBucket, expected: IngestionBuckets): RateBounds | undefined {
  const first = full[0];
  const refusal = refusalOf(full);
  if (first === undefined || refusal === undefined) return undefined;
  const { burstBytes, rateBytesPerSecond } = expected;
  return {
    acceptedBytes: acceptedBytes(full),
    leastBytes: burstBytes + earned(rateBytesPerSecond, refusal.startMs - first.endMs) - refusal.bytes,
    mostBytes: burstBytes + earned(rateBytesPerSecond, refusal.endMs - first.startMs),
  };
}

/** Between two refusals of one bucket, what was accepted is what the rate earned, but for less than a push at each. */
export function earnedBounds(
  record: IngestionRateRecord,
  expected: IngestionBuckets,
): RateBounds | undefined {
  const { burstBytes, rateBytesPerSecond } = expected;
  let leastBytes = 0;
  let mostBytes = 0;
  let accepted = acceptedBytes(record.gateway);
  for (const { empty, last } of record.buckets) {
    const from = refusalOf(empty);
    const to = refusalOf(last);
    if (from === undefined || to === undefined) return undefined;
    accepted += acceptedBytes(last);
    leastBytes += Math.min(burstBytes, earned(rateBytesPerSecond, to.startMs - from.endMs)) - to.bytes;
    mostBytes += earned(rateBytesPerSecond, to.endMs - from.startMs) + from.bytes;
  }
  return record.buckets.length === 0 ? undefined : { acceptedBytes: accepted, leastBytes, mostBytes };
}

export function acceptedBytes(pushes: readonly RatePush[]): number {
  return pushes.filter(({ status }) => status === 204).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Lines of every push that was refused: what the discard counter must have grown by. */
export function refusedLines({ buckets, gateway }: IngestionRateRecord): number {
  const all = [...buckets.flatMap(({ full, empty, last }) => [...full, ...empty, ...last]), ...gateway];
  return all.filter(({ status }) => status === 429).reduce((sum, { lines }) => sum + lines, 0);
}

/** The rate that a refusal names: "(limit: 104857 bytes/sec)". */
export function quotedRate({ said }: RatePush): number | undefined {
  const match = /\(limit: (\d+) bytes\/sec\)/.exec(said ?? "");
  return match ? Number(match[1]) : undefined;
}

function earned(rateBytesPerSecond: number, ms: number): number {
  return (rateBytesPerSecond * Math.max(0, ms)) / 1000;
}
