import { type IngestionBuckets } from "../../promises/ingestion.ts";

/**
 * One push as the tenant's rate limiter may have met it, at a moment between start and end. `maybe`: no clear answer,
 * so that its bytes may or may not have been taken from a bucket.
 */
export interface Offer {
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: number;
  readonly outcome: "accepted" | "refused" | "maybe";
}

/** What was accepted between two moments beside the most that the buckets can have let through. */
export interface Ceiling {
  readonly acceptedBytes: number;
  readonly allowedBytes: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A distributor takes the time of a push before it validates it, and asks the bucket after: a push that overtakes
 * another sets the bucket's clock back and is credited that time twice (golang.org/x/time/rate, reserveN). Validating
 * takes milliseconds; on a starved machine some take far longer, but all of them together no more than this each.
 */
const meanOvertakingMs = 25;
/** Windows are begun at no more than this many of the pushes: each further one costs a pass over all of them. */
const maxWindows = 400;

/**
 * The window that comes nearest to what the buckets allow, or is furthest beyond it: over `allowedBytes`, Loki let
 * through what it should have refused. Holds for full, empty and any other buckets at the start, for any way that a
 * gateway spreads the pushes, and for answers that came late. Undefined when nothing was accepted.
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

/** The most that full buckets let through in that time, whichever of them the pushes reach. */
export function mostInMs(
  { distributors, burstBytes, rateBytesPerSecond }: IngestionBuckets,
  ms: number,
): number {
  return distributors * (burstBytes + (rateBytesPerSecond * ms) / 1000);
}

function excess({ acceptedBytes, allowedBytes }: Ceiling): number {
  return acceptedBytes - allowedBytes;
}

/** How long each push may have been overtaken: not at all, when no other was under way. In order of their ends. */
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

/** A refusal that no state of the buckets explains, with the least that a bucket must still have held. */
export interface EarlyRefusal {
  readonly offer: Offer;
  readonly leastLeftBytes: number;
}

/** Refusals looked at: the first ones tell most, and each costs a pass over all pushes. */
const maxRefusals = 1000;

/**
 * Refusals that came before any bucket can have run dry: even one that alone got every push so far still held the
 * refused bytes. The buckets are taken to be full before the first offer.
 */
export function earlyRefusals(offers: readonly Offer[], buckets: IngestionBuckets): readonly EarlyRefusal[] {
  const drained = offers.filter(({ outcome }) => outcome !== "refused").sort((a, b) => b.endMs - a.endMs);
  const refused = offers.filter(({ outcome }) => outcome === "refused").sort((a, b) => a.startMs - b.startMs);
  return spread(refused, maxRefusals)
    .map((offer) => ({ offer, leastLeftBytes: leastLeft(offer, drained, buckets) }))
    .filter(({ offer, leastLeftBytes }) => leastLeftBytes >= offer.bytes);
}

/**
 * A bucket holds the least of: burst + refill since a moment - what was taken since that moment, over all moments
 * before. Taken since a moment is at most what ended after it; refilled at least what accrued until the push began.
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

/** The first, the last and as many between them, evenly spread, as make `most`. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))],
  ).filter((one) => one !== undefined);
}
