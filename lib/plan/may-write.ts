import { isDeepStrictEqual } from "node:util";
import { isSingleTenant, singleTenantName } from "../promises/tenancy.ts";
import type { Plan } from "./plan.ts";
import { isPlanned, memberNames } from "./tenant-groups.ts";

type Writable = Pick<Plan, "attachment" | "tenants" | "tenantGroups" | "testTenants">;

/**
 * Returns whether a run is permitted to push to a tenant. On an attached cluster, only tenants that the plan loads and
 * lokiproof's own tenants are permitted. On a stack that lokiproof made, every tenant is permitted.
 */
export function mayWrite(plan: Writable, tenant: string): boolean {
  return plan.attachment === undefined || tenant in plan.testTenants || isPlanned(plan, tenant);
}

/** Returns every tenant that a run is permitted to push to on an attached cluster. */
export function writable(
  plan: Pick<Plan, "tenants" | "tenantGroups" | "testTenants" | "config">,
): readonly string[] {
  if (isSingleTenant(plan)) return [singleTenantName];
  const { tenants, tenantGroups, testTenants } = plan;
  return [...Object.keys(tenants), ...tenantGroups.flatMap(memberNames), ...Object.keys(testTenants)];
}

/**
 * Returns whether one of lokiproof's tenants has the small limits that some checks need to reach. On an attached
 * cluster it has the cluster's own limits, unless the owner added lokiproof's overrides to the runtime overrides file.
 */
export function hasOwnLimits(
  { overrides, testTenants }: Pick<Plan, "overrides" | "testTenants">,
  tenant: string,
): boolean {
  const own = testTenants[tenant];
  if (own === undefined) return false;
  return Object.entries(own).every(([limit, value]) =>
    isDeepStrictEqual(plainOf(overrides[tenant]?.[limit]), plainOf(value)),
  );
}

/** Returns a plain copy, so that objects of a frozen plan compare equal to other objects. */
function plainOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
