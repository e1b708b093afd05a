import type { Plan } from "../../plan/plan.ts";
import { plainTenant } from "../../promises/limits.ts";
import type { PlannedLimits } from "../../promises/planned-loki.ts";
import { retentionMs } from "../../promises/retention.ts";

const dayMs = 86_400_000;

/** Days that Loki keeps the lines of the tenant that has them longest, lokiproof's own not counted; Infinity: indefinitely. */
export function longestRetentionDays(plan: PlannedLimits & Pick<Plan, "testTenants">): number {
  const others = Object.keys(plan.overrides).filter((tenant) => !(tenant in plan.testTenants));
  return Math.max(...[plainTenant, ...others].map((tenant) => retentionMs(plan, tenant))) / dayMs;
}
