import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import { limitDurationMs } from "../base/loki-duration.ts";
import { sizeBytes } from "../base/loki-size.ts";
import { type DefaultLimit, defaultLimits } from "./default-limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";
import { isSingleTenant, singleTenantName } from "./tenancy.ts";

/** A tenant without an override. Every component applies its default limits to it. */
export const plainTenant = "lokiproof-plain";

/**
 * Returns one tenant for each possibly different set of limits: a tenant without an override, and every tenant with an
 * override.
 */
export function tenantsWithLimits(plan: PlannedLimits): readonly string[] {
  return isSingleTenant(plan) ? [singleTenantName] : [plainTenant, ...Object.keys(plan.overrides)];
}

/** Returns the limits that the plan sets for a tenant: `limits_config` with the tenant's runtime override on top. */
export function statedLimits(plan: PlannedLimits, tenant: string): JsonObject {
  return layer(everyonesLimits(plan), plan.overrides[tenant] ?? {});
}

/** Returns the limits that the plan sets for every tenant without an override. */
export function everyonesLimits({ config }: PlannedConfig): JsonObject {
  const limits = config["limits_config"];
  return isObject(limits) ? limits : {};
}

/** Returns a limit that the plan sets for a tenant; undefined if Loki's default applies. */
export function statedLimit(plan: PlannedLimits, tenant: string, name: string): Json | undefined {
  return statedLimits(plan, tenant)[name];
}

/** Returns a tenant's numeric limit in Loki's own unit, from the plan or else Loki's default. */
export function numberLimit(plan: PlannedLimits, tenant: string, name: DefaultLimit<number>): number {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "number" ? stated : defaultLimits[name];
}

/** Returns a tenant's size limit in bytes, from the plan or else Loki's default. */
export function sizeLimitBytes(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): number {
  return sizeBytes(statedLimit(plan, tenant, name)) ?? sizeBytes(defaultLimits[name]) ?? 0;
}

/** Returns a tenant's duration limit in milliseconds, from the plan or else Loki's default. */
export function durationLimitMs(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): number {
  return limitDurationMs(statedLimit(plan, tenant, name)) ?? limitDurationMs(defaultLimits[name]) ?? 0;
}

/** Reports whether a tenant's boolean limit is on, from the plan or else Loki's default. */
export function isOn(plan: PlannedLimits, tenant: string, name: DefaultLimit<boolean>): boolean {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "boolean" ? stated : defaultLimits[name];
}

/** Returns a tenant's limit whose value is one of several words, from the plan or else Loki's default. */
export function wordLimit(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): string {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "string" && stated !== "" ? stated : defaultLimits[name];
}
