import { bytesPerMebibyte } from "../base/loki-size.ts";
import { everyonesLimits, numberLimit, sizeLimitBytes } from "./limits.ts";
import type { PlannedLimits, PlannedLoki } from "./planned-loki.ts";

/** A tenant's `ingestion_rate_mb` in bytes per second. */
export function ingestionRateBytes(plan: PlannedLimits, tenant: string): number {
  return numberLimit(plan, tenant, "ingestion_rate_mb") * bytesPerMebibyte;
}

/**
 * Whether distributors share a tenant's rate (`ingestion_rate_strategy: global`, Loki's default), or each has the whole of
 * it. It is one setting for all tenants: an override of it has no effect (pkg/validation/limits.go, 3.7.8).
 */
export function sharesRate({ config }: Pick<PlannedLimits, "config">): boolean {
  return everyonesLimits({ config })["ingestion_rate_strategy"] !== "local";
}

/** The most that a tenant may send for any length of time, over all distributors, in bytes per second. */
export function allowedBytesPerSecond(
  plan: PlannedLimits & Pick<PlannedLoki, "replicas">,
  tenant: string,
): number {
  const rate = ingestionRateBytes(plan, tenant);
  return sharesRate(plan) ? rate : rate * Math.max(1, plan.replicas.distributor);
}

/** A tenant's `per_stream_rate_limit` in bytes per second. */
export function streamRateBytes(plan: PlannedLimits, tenant: string): number {
  return sizeLimitBytes(plan, tenant, "per_stream_rate_limit");
}

/**
 * The token buckets of a tenant, one on each distributor. The rate is divided among the distributors by the global
 * strategy; the burst never is (pkg/distributor/ingestion_rate_strategy.go, 3.7.8).
 */
export interface IngestionBuckets {
  readonly distributors: number;
  readonly burstBytes: number;
  /** Of each distributor. */
  readonly rateBytesPerSecond: number;
}

export function ingestionBuckets(plan: PlannedLoki, tenant: string): IngestionBuckets {
  const distributors = plan.replicas.distributor;
  const rate = ingestionRateBytes(plan, tenant);
  return {
    distributors,
    // Loki cuts the burst to whole bytes, not the rate (pkg/validation/limits.go, 3.7.8).
    burstBytes: Math.trunc(numberLimit(plan, tenant, "ingestion_burst_size_mb") * bytesPerMebibyte),
    rateBytesPerSecond: sharesRate(plan) ? rate / distributors : rate,
  };
}
