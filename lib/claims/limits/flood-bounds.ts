import { peakOf } from "../../plan/flood-curve.ts";
import type { Plan } from "../../plan/plan.ts";
import { floodOf } from "../../plan/tenant-groups.ts";
import { type IngestionBuckets, ingestionBuckets } from "../../promises/ingestion.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import type { Offer } from "./bucket-bounds.ts";
import type { EffectiveRecord } from "./effective-record.ts";

/**
 * Loki's message when a tenant's rate is used up. A 429 with another message is caused by a different limit
 * (pkg/validation/validate.go, 3.7.8).
 */
const rateWords = "ingestion rate limit exceeded";

/**
 * Converts the pushes of one tenant into input for the calculation of its rate limiters' token buckets. Loki counts
 * line bytes and structured metadata, but not its own detected_level (pkg/util/entry_size.go, 3.7.8). The load sends
 * only lines. If an ingester refused or failed a push, the rate limiter had already taken its bytes.
 */
export function offersOf(pushes: readonly PushRecord[]): readonly Offer[] {
  return pushes.map(({ startMs, endMs, lineBytes, status, error }) => ({
    startMs,
    endMs,
    bytes: lineBytes,
    outcome: outcomeOf(status, error),
  }));
}

function outcomeOf(status: number, error: string | undefined): Offer["outcome"] {
  if (status === 204) return "accepted";
  return status === 429 && error?.includes(rateWords) ? "refused" : "maybe";
}

export function bytesOf(offers: readonly Offer[], outcome?: Offer["outcome"]): number {
  return offers
    .filter((offer) => outcome === undefined || offer.outcome === outcome)
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * The shares of burst and rate that a flood can use without a refused push, however unevenly the gateway distributes
 * the flood.
 */
const burstShare = 0.5;
const rateShare = 0.85;

/**
 * Returns whether the planned flood stays so far below the tenant's limits that Loki must not refuse any of its pushes.
 */
export function staysBelow(plan: Plan, tenant: string): boolean {
  const { distributors, burstBytes, rateBytesPerSecond } = ingestionBuckets(plan, tenant);
  const full = distributors * burstBytes * burstShare;
  const refill = distributors * rateBytesPerSecond * rateShare;
  let held = full;
  // Each step of the flood counts at its peak rate for its full duration. The real fill level of the token buckets is
  // therefore at least as high as estimated.
  const { flood, share } = floodOf(plan, tenant) ?? { share: 0 };
  for (const step of flood?.steps ?? []) {
    const { forS } = step;
    const offered = peakOf([step]) * share;
    held = Math.min(full, held + (refill - offered) * forS);
    if (held < 0) return false;
  }
  return true;
}

/** How often a distributor reads its tenants' limits again (pkg/distributor/distributor.go, 3.7.8). */
const recheckMs = 10_000;
const defaultHeartbeatMs = 15_000;

/**
 * Returns the bytes that the rate limiters might let through beyond their rate because the load began soon after Loki
 * started. At first a distributor knows of fewer distributors than there are, and divides the tenant's rate by this
 * smaller number.
 */
export function startingBytes(record: EffectiveRecord, firstMs: number, buckets: IngestionBuckets): number {
  const started = Object.values(record.members)
    .filter(({ component }) => component === "distributor")
    .map(({ startedAtMs }) => startedAtMs ?? -Infinity);
  const settledMs = Math.max(...started) + (record.distributorHeartbeatMs ?? defaultHeartbeatMs) + recheckMs;
  const { distributors, rateBytesPerSecond } = buckets;
  const extraPerSecond = distributors * (distributors - 1) * rateBytesPerSecond;
  return (extraPerSecond * Math.max(0, settledMs - firstMs)) / 1000;
}
