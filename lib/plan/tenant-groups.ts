import { peakOf } from "./flood-curve.ts";
import type { FloodSpec, TenantGroup } from "./load-schema.ts";
import type { Plan } from "./plan.ts";

type Group = Omit<TenantGroup, "flood">;

/** Returns the Zipf weights of a group's tenants, largest first: tenant n weighs 1/n^zipf of tenant 1. */
export function weightsOf({ count, zipf }: Group): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 / (index + 1) ** zipf);
}

/**
 * Returns the share of a tenant group's load that its tenant number `index` (from 0) gets. The first tenant has the
 * largest share.
 */
export function shareOf(group: Group, index: number): number {
  const weights = weightsOf(group);
  return (weights[index] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}

/**
 * Returns the name of a tenant in a group, team-0001 to team-1000. All numbers have the same width, so that names sort.
 */
export function memberName(prefix: string, index: number, count: number): string {
  return prefix + String(index + 1).padStart(String(count).length, "0");
}

/** Returns the names of a group's tenants, the tenant with number 1 first. */
export function memberNames({ prefix, count }: Pick<Group, "prefix" | "count">): readonly string[] {
  return Array.from({ length: count }, (_, index) => memberName(prefix, index, count));
}

/** A flood in the plan: of one tenant, or of all tenants of a group together. */
export interface PlannedFlood {
  /** The name of the flood's tenant, or of its tenant group: "team-*". */
  readonly name: string;
  readonly tenants: readonly string[];
  readonly flood: FloodSpec;
}

/** Returns every flood of a plan, the floods of tenant groups last. */
export function plannedFloods({
  tenants,
  tenantGroups,
}: Pick<Plan, "tenants" | "tenantGroups">): readonly PlannedFlood[] {
  const single = Object.entries(tenants).flatMap(([name, { flood }]) =>
    flood === undefined ? [] : [{ name, tenants: [name], flood }],
  );
  const groups = tenantGroups.map((group) => ({
    name: `${group.prefix}*`,
    tenants: memberNames(group),
    flood: group.flood,
  }));
  return [...single, ...groups];
}

/**
 * A planned flood in which a tenant takes part, and the tenant's share of it: 1, or less if the flood is that of a
 * tenant group.
 */
export interface FloodShare {
  readonly flood: FloodSpec;
  /** The tenant's share of the flood; 1 for a tenant outside any group. */
  readonly share: number;
}

export function floodOf(
  plan: Pick<Plan, "tenants" | "tenantGroups">,
  tenant: string,
): FloodShare | undefined {
  const own = plan.tenants[tenant];
  if (own !== undefined) return own.flood === undefined ? undefined : { flood: own.flood, share: 1 };
  for (const group of plan.tenantGroups) {
    const index = memberIndex(group, tenant);
    if (index !== undefined) return { flood: group.flood, share: shareOf(group, index) };
  }
  return undefined;
}

/**
 * Returns the highest rate that a tenant is offered, in bytes of log lines per second; 0 if the plan does not
 * flood the tenant.
 */
export function offeredBytesPerSecond(plan: Pick<Plan, "tenants" | "tenantGroups">, tenant: string): number {
  const found = floodOf(plan, tenant);
  return found === undefined ? 0 : peakOf(found.flood.steps) * found.share;
}

/** Returns whether the plan loads the tenant, by a separate entry or as part of a tenant group. */
export function isPlanned(plan: Pick<Plan, "tenants" | "tenantGroups">, tenant: string): boolean {
  return (
    tenant in plan.tenants || plan.tenantGroups.some((group) => memberIndex(group, tenant) !== undefined)
  );
}

/** Returns whether `name` is this tenant's name, or the name of its group ("team-*"). */
export function isOf(name: string, tenant: string, { tenantGroups }: Pick<Plan, "tenantGroups">): boolean {
  const group = tenantGroups.find(({ prefix }) => name === `${prefix}*`);
  return group === undefined ? tenant === name : memberIndex(group, tenant) !== undefined;
}

/** Returns the name of a tenant's group ("team-*"), or the tenant's own name if no group contains it. */
export function groupName({ tenantGroups }: Pick<Plan, "tenantGroups">, tenant: string): string {
  const group = tenantGroups.find((one) => memberIndex(one, tenant) !== undefined);
  return group === undefined ? tenant : `${group.prefix}*`;
}

function memberIndex({ prefix, count }: Pick<Group, "prefix" | "count">, tenant: string): number | undefined {
  const index = Number(tenant.slice(prefix.length)) - 1;
  const inside = Number.isInteger(index) && index >= 0 && index < count;
  return inside && tenant === memberName(prefix, index, count) ? index : undefined;
}
