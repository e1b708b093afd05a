import { peakOf } from "../../plan/flood-curve.ts";
import type { Plan } from "../../plan/plan.ts";
import { floodOf } from "../../plan/tenant-groups.ts";
import { type IngestionBuckets, ingestionBuckets } from "../../promises/ingestion.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import type { Offer } from "./bucket-bounds.ts";
import type { EffectiveRecord } from "./effective-record.ts";

/** Loki's words when a tenant's rate is used up; another 429 is another limit (pkg/validation/validate.go, 3.7.8). */
const rateWords = "ingestion rate limit exceeded";

/**
 * Pushes of one tenant as its buckets met them. Loki counts line bytes and structured metadata, but not its own
 * detected_level (pkg/util/entry_size.go, 3.7.8); the load sends lines alone. What an ingester refused or failed was
 * taken from the bucket before.
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

/** How much of burst and rate a flood may use for no push of it to be refused, however unevenly it is spread. */
const burstShare = 0.5;
const rateShare = 0.85;

/** Whether the planned flood stays so far below its limits that not one push may be refused. */
export function staysBelow(plan: Plan, tenant: string): boolean {
  const { distributors, burstBytes, rateBytesPerSecond } = ingestionBuckets(plan, tenant);
  const full = distributors * burstBytes * burstShare;
  const refill = distributors * rateBytesPerSecond * rateShare;
  let held = full;
  // The steeper end of a step counts for all of it: at its end less is held than this says at no time before.
  const { flood, share } = floodOf(plan, tenant) ?? { share: 0 };
  for (const step of flood?.steps ?? []) {
    const { forS } = step;
    const offered = peakOf([step]) * share;
    held = Math.min(full, held + (refill - offered) * forS);
    if (held < 0) return false;
  }
  return true;
}

/** Every distributor asks its limits again so often (pkg/distributor/distributor.go, 3.7.8). */
const recheckMs = 10_000;
const defaultHeartbeatMs = 15_000;

/**
 * Just after the start a distributor knows of fewer than all, and divides the rate by those. What the buckets of a
 * load that began so early may have let through beside their rate.
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
