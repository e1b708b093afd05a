import { type IngestionBuckets } from "../../promises/ingestion.ts";

/**
 * One push to a tenant's rate limiter, which handled the push at some moment between start and end. The outcome "maybe"
 * means that the answer was unclear: the rate limiter might have taken the push's bytes from a token bucket.
 */
export interface Offer {
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: number;
  readonly outcome: "accepted" | "refused" | "maybe";
}

/**
 * The bytes accepted between two moments, and the most that the tenant's token buckets can have let through in that
 * time.
 */
export interface Ceiling {
  readonly acceptedBytes: number;
  readonly allowedBytes: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The maximum of the mean time by which one push overtakes another. A distributor notes a push's time, validates the
 * push, and only then takes its bytes from the token bucket. A push that overtakes another sets the token bucket's
 * clock back, so the overtaking time earns tokens twice (golang.org/x/time/rate, reserveN). Validation takes
 * milliseconds. On a starved machine some validations take far longer, but their mean stays below this.
 */
const meanOvertakingMs = 25;
/** The maximum number of pushes at which an examined window begins. Each window costs a pass over all pushes. */
const maxWindows = 400;

/**
 * Returns the window of time whose accepted bytes exceed the allowed bytes by most, or come closest to them. If the
 * accepted bytes exceed `allowedBytes`, Loki accepted pushes that it should have refused. This conclusion holds for any
 * fill level of the token buckets at the start, for any distribution of the pushes by the gateway, and for late
 * answers. Returns undefined if nothing was accepted.
 */
export function worstCeiling(offers: readonly Offer[], buckets: IngestionBuckets): Ceiling | undefined {
  const taken = offers.filter(({ outcome }) => outcome !== "refused").sort((a, b) => a.endMs - b.endMs);
  const overtaking = overtakingMs(taken);
  const accepted = taken
    .filter(({ outcome }) => outcome === "accepted")
    .sort((a, b) => a.startMs - b.startMs);
  let worst: Ceiling | undefined;
  for (const { startMs: fromMs } of spread(accepted, maxWindows)) {
    let acceptedBytes = 0;
    let twiceMs = 0;
    for (const [place, { startMs, endMs, bytes, outcome }] of taken.entries()) {
      if (endMs < fromMs) continue;
      twiceMs += overtaking[place] ?? 0;
      if (outcome !== "accepted" || startMs < fromMs) continue;
      acceptedBytes += bytes;
      const allowedBytes = mostInMs(buckets, endMs - fromMs) + (buckets.rateBytesPerSecond * twiceMs) / 1000;
      const window = { acceptedBytes, allowedBytes, fromMs, toMs: endMs };
      if (worst === undefined || excess(window) > excess(worst)) worst = window;
    }
  }
  return worst;
}

/** Returns the most bytes that full token buckets let through in that time, whichever distributors the pushes reach. */
export function mostInMs(
  { distributors, burstBytes, rateBytesPerSecond }: IngestionBuckets,
  ms: number,
): number {
  return distributors * (burstBytes + (rateBytesPerSecond * ms) / 1000);
}

function excess({ acceptedBytes, allowedBytes }: Ceiling): number {
  return acceptedBytes - allowedBytes;
}

/**
 * Returns how long each push might have been overtaken: zero if no other push overlapped it. Expects pushes ordered by
 * their end.
 */
function overtakingMs(byEnd: readonly Offer[]): readonly number[] {
  let laterStartMs = Infinity;
  const alone = byEnd.map(() => false);
  for (const [place, one] of [...byEnd.entries()].toReversed()) {
    alone[place] = laterStartMs >= one.endMs && (byEnd[place - 1]?.endMs ?? -Infinity) <= one.startMs;
    laterStartMs = Math.min(laterStartMs, one.startMs);
  }
  return byEnd.map(({ startMs, endMs }, place) =>
    alone[place] ? 0 : Math.min(endMs - startMs, meanOvertakingMs),
  );
}

/**
 * A refusal that no fill level of the rate limiters' token buckets explains, with the least bytes that a token bucket
 * must still have held.
 */
export interface EarlyRefusal {
  readonly offer: Offer;
  readonly leastLeftBytes: number;
}

/** The maximum number of refusals that are examined. Each refusal costs a pass over all pushes. */
const maxRefusals = 1000;

/**
 * Returns refusals that came before any token bucket of a rate limiter can have run dry. Even a token bucket that
 * received every earlier push still held the refused bytes. Assumes that all token buckets are full before the first
 * push.
 */
export function earlyRefusals(offers: readonly Offer[], buckets: IngestionBuckets): readonly EarlyRefusal[] {
  const drained = offers.filter(({ outcome }) => outcome !== "refused").sort((a, b) => b.endMs - a.endMs);
  const refused = offers.filter(({ outcome }) => outcome === "refused").sort((a, b) => a.startMs - b.startMs);
  return spread(refused, maxRefusals)
    .map((offer) => ({ offer, leastLeftBytes: leastLeft(offer, drained, buckets) }))
    .filter(({ offer, leastLeftBytes }) => leastLeftBytes >= offer.bytes);
}

/**
 * Returns the least bytes that a token bucket can have held at a refusal. For each earlier moment, compute the burst
 * plus the refill since then minus the bytes taken since then. The token bucket holds the minimum of these sums. The
 * bytes taken since a moment are at most those of the pushes that ended after the moment. The refill since a moment is
 * at least what accrued until the refused push began.
 */
function leastLeft(refused: Offer, drainedByEnd: readonly Offer[], buckets: IngestionBuckets): number {
  let takenBytes = 0;
  let least = buckets.burstBytes;
  for (const { startMs, endMs, bytes } of drainedByEnd) {
    if (startMs > refused.endMs) continue;
    takenBytes += bytes;
    const refilled = (buckets.rateBytesPerSecond * Math.max(0, refused.startMs - endMs)) / 1000;
    least = Math.min(least, buckets.burstBytes + refilled - takenBytes);
  }
  return least;
}

/** Returns at most `most` items: the first, the last and evenly spread ones between them. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))],
  ).filter((one) => one !== undefined);
}
