import { isDeepStrictEqual } from "node:util";
import { isSingleTenant, singleTenantName } from "../promises/tenancy.ts";
import type { Plan } from "./plan.ts";
import { isPlanned, memberNames } from "./tenant-groups.ts";

type Writable = Pick<Plan, "attachment" | "tenants" | "tenantGroups" | "testTenants">;

/**
 * Whether a run may push to a tenant. On a cluster that we did not make these are the tenants that the plan loads, and
 * our own; what we made is ours.
 */
export function mayWrite(plan: Writable, tenant: string): boolean {
  return plan.attachment === undefined || tenant in plan.testTenants || isPlanned(plan, tenant);
}

/** Every tenant that a run may push to on a cluster that we did not make. */
export function writable(
  plan: Pick<Plan, "tenants" | "tenantGroups" | "testTenants" | "config">,
): readonly string[] {
  if (isSingleTenant(plan)) return [singleTenantName];
  const { tenants, tenantGroups, testTenants } = plan;
  return [...Object.keys(tenants), ...tenantGroups.flatMap(memberNames), ...Object.keys(testTenants)];
}

/**
 * Whether a tenant of ours has the small limits that some checks mean to reach. On a cluster that we did not make it has
 * the cluster's own, unless somebody put ours into its runtime file.
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

/** A frozen plan's objects and ours alike. */
function plainOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
