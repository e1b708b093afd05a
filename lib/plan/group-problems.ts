import { usageError } from "../base/errors.ts";
import { megabytes } from "../base/loki-size.ts";
import { allowedBytesPerSecond } from "../promises/ingestion.ts";
import type { Plan } from "./plan.ts";
import { isPlanned, memberNames, offeredBytesPerSecond } from "./tenant-groups.ts";

/**
 * The minimum ratio of a tenant's rate limit to its offered rate. Loki counts `detected_level` as well as the lines,
 * distributors share a rate unevenly, and arrivals come in clumps.
 */
const headroom = 1.5;

type Planned = Pick<Plan, "replicas" | "tenants" | "tenantGroups" | "overrides" | "config">;

/**
 * Throws usageError that lists every tenant group whose actual load would differ from the plan. The load differs if a
 * tenant of the group has another load or its own limits, or if the group's first tenant is offered more than the
 * default limits allow.
 */
export function refuseBadGroups(plan: Planned): void {
  const problems = plan.tenantGroups.flatMap((group, index) =>
    problemsOf(plan, index).map((problem) => `  tenantGroups[${index}] (${group.prefix}*): ${problem}`),
  );
  if (problems.length === 0) return;
  throw usageError(`the plan's tenant groups have ${problems.length} problems:\n${problems.join("\n")}`, {
    code: "BAD_GROUPS",
    hint: "lokiproof plan SCENARIO   shows the load before anything is started",
  });
}

function problemsOf(plan: Planned, index: number): readonly string[] {
  const group = plan.tenantGroups[index];
  if (group === undefined) return [];
  const others = { tenants: plan.tenants, tenantGroups: plan.tenantGroups.filter((one) => one !== group) };
  const names = memberNames(group);
  const twice = names.find((name) => isPlanned(others, name));
  const overridden = names.find((name) => name in plan.overrides);
  const [first = ""] = names;
  const offered = offeredBytesPerSecond({ tenants: {}, tenantGroups: [group] }, first);
  const allowed = allowedBytesPerSecond(plan, first);
  return [
    ...(group.prefix.startsWith("lokiproof-")
      ? ["names that start with lokiproof- are kept for our own"]
      : []),
    ...(twice === undefined ? [] : [`${twice} has another load, too`]),
    ...(overridden === undefined
      ? []
      : [`${overridden} has a runtime override: expected the default limits`]),
    ...(offered * headroom <= allowed ? [] : [tooMuch(first, offered, allowed)]),
  ];
}

function tooMuch(tenant: string, offered: number, allowed: number): string {
  const most = `expected at most ${megabytes(allowed / headroom)}/s, two thirds of its limit`;
  return `${tenant} is offered ${megabytes(offered)}/s at the peak: ${most}; lower the rate or zipf`;
}
