import { type IngestionBuckets } from "../../promises/ingestion.ts";
import type { DrainedBucket, IngestionRateRecord, RatePush } from "./ingestion-rate.probe.ts";

/**
 * Accepted bytes, with the least and the most bytes that token buckets of that burst and rate let through. `leastBytes`
 * is undefined if nothing was refused, because without a refusal nothing shows how much more would have been accepted.
 */
export interface RateBounds {
  readonly acceptedBytes: number;
  readonly leastBytes: number | undefined;
  readonly mostBytes: number;
}

function allPushes({ buckets, gateway }: IngestionRateRecord): readonly RatePush[] {
  return [...buckets.flatMap(({ first, last }) => [...first, ...last]), ...gateway];
}

/** Returns pushes answered with neither 204 nor 429. The rate limiter might have taken their bytes. */
export function unclear(record: IngestionRateRecord): readonly RatePush[] {
  return allPushes(record).filter(({ status }) => status !== 204 && status !== 429);
}

/** Returns the number of lines in refused pushes. The discard counter must have grown by this number. */
export function refusedLines(record: IngestionRateRecord): number {
  return allPushes(record)
    .filter(isRefused)
    .reduce((sum, { lines }) => sum + lines, 0);
}

/**
 * Returns what a token bucket accepted up to its first refusal, with bounds. A token bucket that refuses a push held
 * less than that push. It held at most the burst plus the refill since the first push, minus the accepted bytes. It
 * held at least the minimum of this sum counted from each push, because it might have been full again before any of
 * them. The client's clock starts before and stops after the distributor's moment. Returns undefined if no push reached
 * the token bucket.
 */
export function burstBounds({ first }: DrainedBucket, expected: IngestionBuckets): RateBounds | undefined {
  const { burstBytes, rateBytesPerSecond } = expected;
  const refusal = first.find(isRefused);
  const begin = first[0];
  const end = refusal ?? first.at(-1);
  if (begin === undefined || end === undefined) return undefined;
  const taken = first.slice(0, first.indexOf(end) + 1);
  const leastLeft = Math.min(
    ...taken.map(
      ({ endMs }, place) =>
        burstBytes + earned(rateBytesPerSecond, end.startMs - endMs) - acceptedBytes(taken.slice(place)),
    ),
  );
  return {
    acceptedBytes: acceptedBytes(taken),
    leastBytes: refusal && acceptedBytes(taken) + leastLeft - refusal.bytes,
    mostBytes: burstBytes + earned(rateBytesPerSecond, end.endMs - begin.startMs),
  };
}

/**
 * Returns the bytes accepted between two refusals of each token bucket, with bounds, summed over all distributors. The
 * sum equals what the rate earned, give or take less than a push at each refusal, whichever distributors the gateway
 * chose. Returns undefined if a token bucket did not refuse in the first draining.
 */
export function earnedBounds(
  record: IngestionRateRecord,
  expected: IngestionBuckets,
): RateBounds | undefined {
  const each = record.buckets.map((bucket) => bucketBounds(bucket, record.gateway, expected));
  if (each.length === 0) return undefined;
  let acceptedSum = acceptedBytes(record.gateway);
  let leastSum: number | undefined = 0;
  let mostSum = 0;
  for (const bounds of each) {
    if (bounds === undefined) return undefined;
    acceptedSum += bounds.acceptedBytes;
    leastSum =
      leastSum === undefined || bounds.leastBytes === undefined ? undefined : leastSum + bounds.leastBytes;
    mostSum += bounds.mostBytes;
  }
  return { acceptedBytes: acceptedSum, leastBytes: leastSum, mostBytes: mostSum };
}

/**
 * Returns what one token bucket accepted from direct pushes after the refusal that emptied it. Also returns bounds of
 * what it can have let through since that refusal.
 */
function bucketBounds(
  { first, last }: DrainedBucket,
  gateway: readonly RatePush[],
  { burstBytes, rateBytesPerSecond }: IngestionBuckets,
): RateBounds | undefined {
  const from = first.findLast(isRefused);
  if (from === undefined) return undefined;
  const to = last.findLast(isRefused);
  const since = first.slice(first.indexOf(from));
  const until = to === undefined ? last : last.slice(0, last.indexOf(to));
  const endMs = to?.endMs ?? last.at(-1)?.endMs ?? gateway.at(-1)?.endMs ?? from.endMs;
  const earnedAtLeast = to && earned(rateBytesPerSecond, to.startMs - from.endMs);
  return {
    acceptedBytes: acceptedBytes([...since, ...until]),
    leastBytes: to && Math.min(burstBytes, earnedAtLeast ?? 0) - to.bytes,
    mostBytes: earned(rateBytesPerSecond, endMs - from.startMs) + from.bytes,
  };
}

function isRefused({ status }: RatePush): boolean {
  return status === 429;
}

function acceptedBytes(pushes: readonly RatePush[]): number {
  return pushes.filter(({ status }) => status === 204).reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Returns the distinct rates in the distributors' refusals, in bytes per second. If all distributors apply the same
 * rate, there is only one.
 */
export function quotedRates(record: IngestionRateRecord): readonly number[] {
  const quoted = allPushes(record).filter(isRefused).map(quotedRate);
  return [...new Set(quoted.filter((rate) => rate !== undefined))];
}

/** Returns the rate that a refusal quotes: "(limit: 104857 bytes/sec)". */
function quotedRate({ said }: RatePush): number | undefined {
  const match = /\(limit: (\d+) bytes\/sec\)/.exec(said ?? "");
  return match ? Number(match[1]) : undefined;
}

function earned(rateBytesPerSecond: number, ms: number): number {
  return (rateBytesPerSecond * Math.max(0, ms)) / 1000;
}
