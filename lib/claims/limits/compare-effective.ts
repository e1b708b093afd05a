import type { Json, JsonObject } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import { plainTenant, statedLimits, tenantsWithLimits } from "../../promises/limits.ts";
import { showsTenantLimits } from "../../promises/limits-shown.ts";
import { compareLimits, type LimitDifference } from "./compare-limits.ts";
import type { EffectiveRecord, LimitsShown } from "./effective-record.ts";

/**
 * A limit that every complete answer contains. If the answer of a Loki process lacks this limit, the process shows only
 * a selection of the limits.
 */
const alwaysShown = "ingestion_rate_mb";
const onlySome =
  "only some limits are reported; Loki 3.6 and later report all with tenant_limits_allow_publish: []";

/**
 * Limits that differ from the plan, by "tenant limit on members". Both sides have the same keys, and are empty if
 * nothing differs.
 */
export interface EffectiveComparison {
  readonly expected: Readonly<Record<string, Json>>;
  readonly observed: Readonly<Record<string, Json>>;
  /** The number of limits that were compared, over all tenants and Loki processes. */
  readonly compared: number;
  /**
   * Why some limits could not be compared: Loki processes that did not answer, or that show only a selection of the
   * limits.
   */
  readonly unreadable: readonly string[];
}

/**
 * Compares the limits that every Loki process shows for every tenant with the plan. Missing tenants and Loki processes
 * count as unreadable. If a Loki shows no tenant's limits, compares only the limits of tenants without an override.
 */
export function compareEffective(plan: Plan, record: EffectiveRecord): EffectiveComparison {
  const tenants = showsTenantLimits(plan) ? tenantsWithLimits(plan) : [plainTenant];
  const parts = tenants.flatMap((tenant) => {
    const groups = record.tenants[tenant] ?? [];
    return [
      missing(tenant, groups, record),
      ...groups.map((group) => compareGroup(plan, tenant, { group, record })),
    ];
  });
  const all = parts.flatMap(({ differences }) => differences);
  return {
    expected: Object.fromEntries(all.map(({ key, expected }) => [key, expected ?? null])),
    observed: Object.fromEntries(all.map(({ key, observed }) => [key, observed ?? null])),
    compared: parts.reduce((sum, { compared }) => sum + compared, 0),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
  };
}

interface Part {
  readonly differences: readonly (LimitDifference & { readonly key: string })[];
  readonly compared: number;
  readonly unreadable: readonly string[];
}

const nothing: Part = { differences: [], compared: 0, unreadable: [] };

function missing(tenant: string, groups: readonly LimitsShown[], record: EffectiveRecord): Part {
  const asked = groups.flatMap(({ members }) => members);
  const silent = Object.keys(record.members).filter((member) => !asked.includes(member));
  if (asked.length > 0 && silent.length === 0) return nothing;
  return { ...nothing, unreadable: [`${tenant}: not queried on ${silent.join(", ") || "any Loki process"}`] };
}

interface GroupOfRecord {
  readonly group: LimitsShown;
  readonly record: EffectiveRecord;
}

function compareGroup(plan: Plan, tenant: string, { group, record }: GroupOfRecord): Part {
  const { members, limits, answer } = group;
  const on = `on ${nameMembers(members, Object.keys(record.members).length)}`;
  if (limits === undefined) return { ...nothing, unreadable: [`${tenant} ${on}: ${answer ?? "no answer"}`] };
  if (!(alwaysShown in limits)) return { ...nothing, unreadable: [`${tenant} ${on}: ${onlySome}`] };
  const wanted = statedLimits(plan, tenant);
  const differences = compareLimits(wanted, limits, plainOf(record, group) ?? limits);
  return {
    differences: differences.map((one) => ({ ...one, key: `${tenant} ${one.limit} ${on}` })),
    compared: Object.keys(wanted).length * members.length,
    unreadable: [],
  };
}

/** Returns the limits that the same Loki processes show for a tenant without an override. */
function plainOf(record: EffectiveRecord, { members }: LimitsShown): JsonObject | undefined {
  return record.tenants[plainTenant]?.find((plain) =>
    plain.members.some((member) => members.includes(member)),
  )?.limits;
}

function nameMembers(names: readonly string[], all: number): string {
  return names.length === all ? `all ${all} Loki processes` : names.join(", ");
}

/** Returns the tenant of the first difference. If nothing differs, returns the tenant without an override. */
export function firstTenant({ expected }: EffectiveComparison): string {
  return Object.keys(expected)[0]?.split(" ")[0] ?? plainTenant;
}
