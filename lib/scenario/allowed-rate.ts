import { isObject, type JsonObject } from "../base/json.ts";
import { sizeBytes } from "./loki-bytes.ts";
import type { Plan } from "./plan.ts";
import { plannedLimit } from "./planned-limit.ts";

/** Loki's own default of `ingestion_rate_mb` (pkg/validation/limits.go, 3.7.8). */
const defaultRateMb = 4;

/** The tenant's planned `ingestion_rate_mb`, its override before the default, in bytes per second. */
export function allowedBytesPerSecond(
  { overrides, config }: Pick<Plan, "overrides" | "config">,
  tenant: string,
): number {
  const limits = config["limits_config"];
  const rateMb =
    megabytes(overrides[tenant]) ?? megabytes(isObject(limits) ? limits : undefined) ?? defaultRateMb;
  return rateMb * 1_048_576;
}

/** Loki's own default of `per_stream_rate_limit` (pkg/validation/limits.go, 3.7.8). */
const defaultStreamRate = 3 * 1_048_576;

/** The tenant's planned `per_stream_rate_limit`, its override before the default, in bytes per second. */
export function allowedStreamBytesPerSecond(plan: Plan, tenant: string): number {
  const limit = plannedLimit(plan, tenant, "per_stream_rate_limit");
  return (typeof limit === "string" ? sizeBytes(limit) : undefined) ?? defaultStreamRate;
}

function megabytes(limits: JsonObject | undefined): number | undefined {
  const rate = limits?.["ingestion_rate_mb"];
  return typeof rate === "number" && rate > 0 ? rate : undefined;
}
