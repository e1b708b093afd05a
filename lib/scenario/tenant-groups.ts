import type { FloodSpec, TenantGroup } from "./load-schema.ts";
import type { Plan } from "./plan.ts";

type Group = Omit<TenantGroup, "flood">;

/** Zipf: number n weighs 1/n^s of what number 1 does. Number 1 first. */
export function weightsOf({ count, zipf }: Group): readonly number[] {
  return Array.from({ length: count }, (_, index) => 1 / (index + 1) ** zipf);
}

/** The largest share that one tenant has of the group's load: that of number 1. */
export function largestShare(group: Group): number {
  return 1 / weightsOf(group).reduce((sum, weight) => sum + weight, 0);
}

/** team-0001 to team-1000: as wide as the last, so that they sort. */
export function memberName(prefix: string, index: number, count: number): string {
  return prefix + String(index + 1).padStart(String(count).length, "0");
}

function memberNames({ prefix, count }: Pick<Group, "prefix" | "count">): readonly string[] {
  return Array.from({ length: count }, (_, index) => memberName(prefix, index, count));
}

/** A flood of the plan: of one tenant, or of a group's tenants together. */
export interface PlannedFlood {
  /** The tenant, or "team-*". */
  readonly name: string;
  readonly tenants: readonly string[];
  readonly flood: FloodSpec;
  /** The most that one of its tenants has of it. */
  readonly largestShare: number;
}

/** Every flood of a plan, the groups' last. */
export function plannedFloods({
  tenants,
  tenantGroups,
}: Pick<Plan, "tenants" | "tenantGroups">): readonly PlannedFlood[] {
  const single = Object.entries(tenants).flatMap(([name, { flood }]) =>
    flood === undefined ? [] : [{ name, tenants: [name], flood, largestShare: 1 }],
  );
  const groups = tenantGroups.map((group) => ({
    name: `${group.prefix}*`,
    tenants: memberNames(group),
    flood: group.flood,
    largestShare: largestShare(group),
  }));
  return [...single, ...groups];
}
