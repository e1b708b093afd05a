import { bytesPerMebibyte } from "../base/loki-size.ts";
import { everyonesLimits, numberLimit, sizeLimitBytes } from "./limits.ts";
import type { PlannedLimits, PlannedLoki } from "./planned-loki.ts";

/** Returns a tenant's `ingestion_rate_mb` in bytes per second. */
export function ingestionRateBytes(plan: PlannedLimits, tenant: string): number {
  return numberLimit(plan, tenant, "ingestion_rate_mb") * bytesPerMebibyte;
}

/**
 * Reports whether distributors share a tenant's rate (`ingestion_rate_strategy: global`, Loki's default) instead of
 * permitting the full rate each. A tenant override of the strategy has no effect (pkg/validation/limits.go, 3.7.8).
 */
export function sharesRate({ config }: Pick<PlannedLimits, "config">): boolean {
  return everyonesLimits({ config })["ingestion_rate_strategy"] !== "local";
}

/** Returns the rate in bytes per second at which a tenant is permitted to push over all distributors together. */
export function allowedBytesPerSecond(
  plan: PlannedLimits & Pick<PlannedLoki, "replicas">,
  tenant: string,
): number {
  const rate = ingestionRateBytes(plan, tenant);
  return sharesRate(plan) ? rate : rate * Math.max(1, plan.replicas.distributor);
}

/** Returns a tenant's `per_stream_rate_limit` in bytes per second. */
export function streamRateBytes(plan: PlannedLimits, tenant: string): number {
  return sizeLimitBytes(plan, tenant, "per_stream_rate_limit");
}

/**
 * The token buckets of Loki's ingestion rate limiter for a tenant, one on each distributor. The global strategy divides
 * the rate among the distributors, but never the burst (pkg/distributor/ingestion_rate_strategy.go, 3.7.8).
 */
export interface IngestionBuckets {
  readonly distributors: number;
  readonly burstBytes: number;
  /** The rate at which the token bucket of each distributor is refilled. */
  readonly rateBytesPerSecond: number;
}

export function ingestionBuckets(plan: PlannedLoki, tenant: string): IngestionBuckets {
  const distributors = plan.replicas.distributor;
  const rate = ingestionRateBytes(plan, tenant);
  return {
    distributors,
    // Loki truncates the burst to whole bytes, but not the rate (pkg/validation/limits.go, 3.7.8).
    burstBytes: Math.trunc(numberLimit(plan, tenant, "ingestion_burst_size_mb") * bytesPerMebibyte),
    rateBytesPerSecond: sharesRate(plan) ? rate / distributors : rate,
  };
}
