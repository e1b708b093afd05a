import type { Plan } from "../../plan/plan.ts";
import { plainTenant } from "../../promises/limits.ts";
import type { PlannedLimits } from "../../promises/planned-loki.ts";
import { retentionMs } from "../../promises/retention.ts";

const dayMs = 86_400_000;

/**
 * Returns the longest retention of any tenant in days, ignoring lokiproof's own tenants. Infinity means that lines are
 * kept indefinitely.
 */
export function longestRetentionDays(plan: PlannedLimits & Pick<Plan, "testTenants">): number {
  const others = Object.keys(plan.overrides).filter((tenant) => !(tenant in plan.testTenants));
  return Math.max(...[plainTenant, ...others].map((tenant) => retentionMs(plan, tenant))) / dayMs;
}
