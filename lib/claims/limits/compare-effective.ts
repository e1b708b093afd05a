import type { Json, JsonObject } from "../../base/json.ts";
import type { Plan } from "../../plan/plan.ts";
import { plainTenant, statedLimits, tenantsWithLimits } from "../../promises/limits.ts";
import { showsTenantLimits } from "../../promises/limits-shown.ts";
import { compareLimits, type LimitDifference } from "./compare-limits.ts";
import type { EffectiveRecord, LimitsShown } from "./effective-record.ts";

/** What a whole answer always holds; where it is missing, the members show a selection of the limits. */
const alwaysShown = "ingestion_rate_mb";
const onlySome =
  "only some limits are shown; Loki 3.6 and later show all with tenant_limits_allow_publish: []";

/** What differs, keyed by "tenant limit on members"; the same keys on both sides, none where nothing differs. */
export interface EffectiveComparison {
  readonly expected: Readonly<Record<string, Json>>;
  readonly observed: Readonly<Record<string, Json>>;
  /** Limits that were compared, over all tenants and members. */
  readonly compared: number;
  /** Why some could not be: members without an answer, or that show a selection. */
  readonly unreadable: readonly string[];
}

/**
 * Compares what every member shows for every tenant with the plan. Tenants and members that are missing are unreadable. Of
 * a Loki that shows no tenant's limits, only those of tenants without an override can be compared.
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
  return { ...nothing, unreadable: [`${tenant}: not asked of ${silent.join(", ") || "any member"}`] };
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

/** What the same members show for a tenant without an override. */
function plainOf(record: EffectiveRecord, { members }: LimitsShown): JsonObject | undefined {
  return record.tenants[plainTenant]?.find((plain) =>
    plain.members.some((member) => members.includes(member)),
  )?.limits;
}

function nameMembers(names: readonly string[], all: number): string {
  return names.length === all ? `all ${all} members` : names.join(", ");
}

/** The tenant of the first difference; the plain one if nothing differs. */
export function firstTenant({ expected }: EffectiveComparison): string {
  return Object.keys(expected)[0]?.split(" ")[0] ?? plainTenant;
}
