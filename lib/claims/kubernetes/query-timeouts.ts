import { limitDurationMs } from "../../base/loki-duration.ts";
import type { Plan } from "../../plan/plan.ts";

/**
 * Returns the longest timeout of any tenant's query: the global `query_timeout`, or a larger timeout in a tenant's
 * overrides.
 */
export function longestQueryTimeout(
  { overrides }: Pick<Plan, "overrides">,
  everyoneMs: number,
): { readonly whose: string; readonly ms: number } {
  const tenants = Object.entries(overrides).map(([whose, limits]) => ({
    whose,
    ms: limitDurationMs(limits["query_timeout"]) ?? 0,
  }));
  return tenants.reduce((longest, one) => (one.ms > longest.ms ? one : longest), {
    whose: "everyone",
    ms: everyoneMs,
  });
}
