import { peakOf } from "./flood-curve.ts";
import type { FloodSpec, TenantGroup } from "./load-schema.ts";
import type { Plan } from "./plan.ts";

type Group = Omit<TenantGroup, "flood">;

/** Zipf: number n weighs 1/n^s of what number 1 does. Number 1 first. */
export function weightsOf({ count, zipf }: Group): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 / (index + 1) ** zipf);
}

/** What part of the group's load member `index` (from 0) has; number 1's is the largest. */
export function shareOf(group: Group, index: number): number {
  const weights = weightsOf(group);
  return (weights[index] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}

/** team-0001 to team-1000: as wide as the last, so that they sort. */
export function memberName(prefix: string, index: number, count: number): string {
  return prefix + String(index + 1).padStart(String(count).length, "0");
}

/** Every tenant of a group, number 1 first. */
export function memberNames({ prefix, count }: Pick<Group, "prefix" | "count">): readonly string[] {
  return Array.from({ length: count }, (_, index) => memberName(prefix, index, count));
}

/** A flood of the plan: of one tenant, or of a group's tenants together. */
export interface PlannedFlood {
  /** The tenant, or "team-*". */
  readonly name: string;
  readonly tenants: readonly string[];
  readonly flood: FloodSpec;
}

/** Every flood of a plan, the groups' last. */
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

/** The flood that a tenant has a share of; undefined where the plan does not flood it. */
export interface FloodShare {
  readonly flood: FloodSpec;
  /** 1 for a tenant that is in no group. */
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

/** The steepest rate that a tenant is offered, in bytes of log lines per second; 0 where the plan does not flood it. */
export function offeredBytesPerSecond(plan: Pick<Plan, "tenants" | "tenantGroups">, tenant: string): number {
  const found = floodOf(plan, tenant);
  return found === undefined ? 0 : peakOf(found.flood.steps) * found.share;
}

/** Whether the plan has any load of the tenant: an entry of its own, or a place in a group. */
export function isPlanned(plan: Pick<Plan, "tenants" | "tenantGroups">, tenant: string): boolean {
  return (
    tenant in plan.tenants || plan.tenantGroups.some((group) => memberIndex(group, tenant) !== undefined)
  );
}

/** Whether a tenant is the one of that name, or of the group that the name is of: "team-*". */
export function isOf(name: string, tenant: string, { tenantGroups }: Pick<Plan, "tenantGroups">): boolean {
  const group = tenantGroups.find(({ prefix }) => name === `${prefix}*`);
  return group === undefined ? tenant === name : memberIndex(group, tenant) !== undefined;
}

/** The group that a tenant is in, "team-*"; its own name where it is in none. */
export function groupName({ tenantGroups }: Pick<Plan, "tenantGroups">, tenant: string): string {
  const group = tenantGroups.find((one) => memberIndex(one, tenant) !== undefined);
  return group === undefined ? tenant : `${group.prefix}*`;
}

function memberIndex({ prefix, count }: Pick<Group, "prefix" | "count">, tenant: string): number | undefined {
  const index = Number(tenant.slice(prefix.length)) - 1;
  const inside = Number.isInteger(index) && index >= 0 && index < count;
  return inside && tenant === memberName(prefix, index, count) ? index : undefined;
}
