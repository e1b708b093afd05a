import { isObject, type JsonObject } from "../base/json.ts";
import { peakOf } from "../scenario/flood-curve.ts";
import { sizeBytes } from "../scenario/loki-bytes.ts";
import type { Plan } from "../scenario/plan.ts";

/** Loki's own default of `ingestion_rate_mb` (pkg/validation/limits.go, 3.7.8). */
const defaultRateMb = 4;

/** The tenant's planned `ingestion_rate_mb`, its override before the default, in bytes per second. */
export function allowedBytesPerSecond({ overrides, config }: Plan, tenant: string): number {
  const limits = config["limits_config"];
  const rateMb =
    megabytes(overrides[tenant]) ?? megabytes(isObject(limits) ? limits : undefined) ?? defaultRateMb;
  return rateMb * 1_048_576;
}

/** Loki's own default of `per_stream_rate_limit` (pkg/validation/limits.go, 3.7.8). */
const defaultStreamRate = 3 * 1_048_576;

/** The tenant's planned `per_stream_rate_limit`, its override before the default, in bytes per second. */
export function allowedStreamBytesPerSecond({ overrides, config }: Plan, tenant: string): number {
  const limits = config["limits_config"];
  const own = overrides[tenant]?.["per_stream_rate_limit"];
  const common = isObject(limits) ? limits["per_stream_rate_limit"] : undefined;
  const [set] = [own, common].filter((limit) => typeof limit === "string");
  return (set === undefined ? undefined : sizeBytes(set)) ?? defaultStreamRate;
}

function megabytes(limits: JsonObject | undefined): number | undefined {
  const rate = limits?.["ingestion_rate_mb"];
  return typeof rate === "number" && rate > 0 ? rate : undefined;
}

/** Bytes of log lines per second where the tenant's flood is steepest. */
export function offeredBytesPerSecond({ tenants }: Plan, tenant: string): number {
  return peakOf(tenants[tenant]?.flood?.steps ?? []);
}

/** Loki counts structured metadata (`detected_level`) beside the line, and three distributors share the rate unevenly. */
const headroom = 1.25;

/** Far enough below its rate that no push of it may be refused. */
export function staysWithinRate(plan: Plan, tenant: string): boolean {
  return offeredBytesPerSecond(plan, tenant) * headroom <= allowedBytesPerSecond(plan, tenant);
}
