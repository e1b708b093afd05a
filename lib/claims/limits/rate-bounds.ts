import { type IngestionBuckets } from "../../promises/ingestion.ts";
import type { DrainedBucket, IngestionRateRecord, RatePush } from "./ingestion-rate.probe.ts";

/**
 * What was accepted beside the least and the most that buckets of that burst and rate let through. No least: nothing
 * was refused, so that nothing tells how much more would have been accepted.
 */
export interface RateBounds {
  readonly acceptedBytes: number;
  readonly leastBytes: number | undefined;
  readonly mostBytes: number;
}

function allPushes({ buckets, gateway }: IngestionRateRecord): readonly RatePush[] {
  return [...buckets.flatMap(({ first, last }) => [...first, ...last]), ...gateway];
}

/** Pushes that were answered neither 204 nor 429: what became of their bytes is not known. */
export function unclear(record: IngestionRateRecord): readonly RatePush[] {
  return allPushes(record).filter(({ status }) => status !== 204 && status !== 429);
}

/** Lines of every push that was refused: what the discard counter must have grown by. */
export function refusedLines(record: IngestionRateRecord): number {
  return allPushes(record)
    .filter(isRefused)
    .reduce((sum, { lines }) => sum + lines, 0);
}

/**
 * A bucket that refuses a push held less than it. It held at most burst + refill since the first push - accepted; and at
 * least the same since any of the pushes, for it may have been full again before that one. The client's clock begins
 * before and ends after the distributor's moment. Undefined: never asked.
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
 * Between two refusals of one bucket, what was accepted is what the rate earned, but for less than a push at each;
 * over all distributors, whichever of them the gateway chose. Undefined: a bucket never refused at first.
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

/** What one bucket was asked for directly after the refusal that emptied it, and what it may have let through since. */
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

/** The rates that the distributors name as they refuse, whole bytes per second; one where they agree. */
export function quotedRates(record: IngestionRateRecord): readonly number[] {
  const quoted = allPushes(record).filter(isRefused).map(quotedRate);
  return [...new Set(quoted.filter((rate) => rate !== undefined))];
}

/** The rate that a refusal names: "(limit: 104857 bytes/sec)". */
function quotedRate({ said }: RatePush): number | undefined {
  const match = /\(limit: (\d+) bytes\/sec\)/.exec(said ?? "");
  return match ? Number(match[1]) : undefined;
}

function earned(rateBytesPerSecond: number, ms: number): number {
  return (rateBytesPerSecond * Math.max(0, ms)) / 1000;
}
