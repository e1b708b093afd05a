import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import { sizeBytes } from "../scenario/loki-bytes.ts";
import type { Plan } from "../scenario/plan.ts";
import { durationNs } from "./limit-value.ts";

/** A tenant without an override: what it gets is every component's default. */
export const plainTenant = "lokiproof-plain";

/** The limits that the plan gives a tenant: `limits_config` and the tenant's runtime override laid over it. */
export function expectedLimits(plan: Plan, tenant: string): JsonObject {
  return layer(defaultLimits(plan), plan.overrides[tenant] ?? {});
}

/** What the plan says of every tenant without an override. */
export function defaultLimits(plan: Plan): JsonObject {
  const limits = plan.config["limits_config"];
  return isObject(limits) ? limits : {};
}

/**
 * The token buckets of a tenant, one on each distributor. The rate is divided among the distributors by the global
 * strategy, which is Loki's default; the burst never is (pkg/distributor/ingestion_rate_strategy.go, 3.7.8).
 */
export interface IngestionBuckets {
  readonly distributors: number;
  readonly burstBytes: number;
  /** Of each distributor. */
  readonly rateBytesPerSecond: number;
}

const bytesPerMegabyte = 1_048_576;
/** pkg/validation/limits.go, 3.7.8 */
const lokiDefaultRateMb = 4;
const lokiDefaultBurstMb = 6;

export function ingestionBuckets(plan: Plan, tenant: string): IngestionBuckets {
  const limits = expectedLimits(plan, tenant);
  const distributors = plan.replicas.distributor;
  const rate = numberOr(limits["ingestion_rate_mb"], lokiDefaultRateMb) * bytesPerMegabyte;
  const divided = defaultLimits(plan)["ingestion_rate_strategy"] !== "local";
  return {
    distributors,
    // Loki cuts the burst to whole bytes, not the rate (pkg/validation/limits.go, 3.7.8).
    burstBytes: Math.trunc(
      numberOr(limits["ingestion_burst_size_mb"], lokiDefaultBurstMb) * bytesPerMegabyte,
    ),
    rateBytesPerSecond: divided ? rate / distributors : rate,
  };
}

/** A limit that must be there as a number. Throws when it is not: a test tenant's override is ours to keep whole. */
export function numberLimit(limits: JsonObject, name: string): number {
  const value = limits[name];
  if (typeof value === "number") return value;
  throw new Error(`${name}: expected a number in the plan's limits, got ${JSON.stringify(value)}`);
}

/** The same for a text, a size ("1KB") in bytes, and a duration ("2h") in milliseconds. */
export function textLimit(limits: JsonObject, name: string): string {
  const value = limits[name];
  if (typeof value === "string") return value;
  throw new Error(`${name}: expected a text in the plan's limits, got ${JSON.stringify(value)}`);
}

export function sizeLimit(limits: JsonObject, name: string): number {
  return sizeBytes(textLimit(limits, name)) ?? unreadable(limits, name);
}

export function durationLimitMs(limits: JsonObject, name: string): number {
  return (durationNs(textLimit(limits, name)) ?? unreadable(limits, name)) / 1e6;
}

function unreadable(limits: JsonObject, name: string): never {
  throw new Error(`${name}: expected a size or a duration, got ${JSON.stringify(limits[name])}`);
}

/** On how many ingesters a stream is. */
export function replicationFactor(plan: Plan): number {
  const common = plan.config["common"];
  const factor = isObject(common) ? common["replication_factor"] : undefined;
  return Math.min(numberOr(factor, 3), plan.replicas.ingester);
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
