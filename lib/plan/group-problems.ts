import { usageError } from "../base/errors.ts";
import { megabytes } from "../base/loki-size.ts";
import { allowedBytesPerSecond } from "../promises/ingestion.ts";
import type { Plan } from "./plan.ts";
import { isPlanned, memberNames, offeredBytesPerSecond } from "./tenant-groups.ts";

/** Loki counts `detected_level` beside the lines, its distributors share a rate unevenly, and arrivals come in clumps. */
const headroom = 1.5;

type Planned = Pick<Plan, "replicas" | "tenants" | "tenantGroups" | "overrides" | "config">;

/**
 * Groups whose load would not be what the plan says: tenants with another load or with limits of their own, and a first
 * tenant that is offered more than the default limits let through. Throws usageError with all of them.
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
