import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import { limitDurationMs } from "../base/loki-duration.ts";
import { sizeBytes } from "../base/loki-size.ts";
import { type DefaultLimit, defaultLimits } from "./default-limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";
import { isSingleTenant, singleTenantName } from "./tenancy.ts";

/** A tenant without an override: it gets every component's default. */
export const plainTenant = "lokiproof-plain";

/** The tenants whose limits can be told apart: one without an override, and each with one. */
export function tenantsWithLimits(plan: PlannedLimits): readonly string[] {
  return isSingleTenant(plan) ? [singleTenantName] : [plainTenant, ...Object.keys(plan.overrides)];
}

/** The limits that the plan states for a tenant: `limits_config`, and the tenant's runtime override on top of it. */
export function statedLimits(plan: PlannedLimits, tenant: string): JsonObject {
  return layer(everyonesLimits(plan), plan.overrides[tenant] ?? {});
}

/** The limits that the plan states for every tenant without an override. */
export function everyonesLimits({ config }: PlannedConfig): JsonObject {
  const limits = config["limits_config"];
  return isObject(limits) ? limits : {};
}

/** One limit that the plan states for a tenant; undefined if it is left to Loki's default. */
export function statedLimit(plan: PlannedLimits, tenant: string, name: string): Json | undefined {
  return statedLimits(plan, tenant)[name];
}

/** A tenant's limit that is a number, in Loki's own unit: stated, or Loki's default. */
export function numberLimit(plan: PlannedLimits, tenant: string, name: DefaultLimit<number>): number {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "number" ? stated : defaultLimits[name];
}

/** A tenant's limit that is a size, in bytes: stated, or Loki's default. */
export function sizeLimitBytes(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): number {
  return sizeBytes(statedLimit(plan, tenant, name)) ?? sizeBytes(defaultLimits[name]) ?? 0;
}

/** A tenant's limit that is a duration, in milliseconds: stated, or Loki's default. */
export function durationLimitMs(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): number {
  return limitDurationMs(statedLimit(plan, tenant, name)) ?? limitDurationMs(defaultLimits[name]) ?? 0;
}

/** A tenant's limit that is on or off: stated, or Loki's default. */
export function isOn(plan: PlannedLimits, tenant: string, name: DefaultLimit<boolean>): boolean {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "boolean" ? stated : defaultLimits[name];
}

/** A tenant's limit that is one of some words: stated, or Loki's default. */
export function wordLimit(plan: PlannedLimits, tenant: string, name: DefaultLimit<string>): string {
  const stated = statedLimit(plan, tenant, name);
  return typeof stated === "string" && stated !== "" ? stated : defaultLimits[name];
}
