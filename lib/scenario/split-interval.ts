import { lokiDurationMs } from "./loki-duration.ts";
import type { Plan } from "./plan.ts";
import { plannedLimit } from "./planned-limit.ts";

/** The tenant's planned `split_queries_by_interval`, or Loki's own default (pkg/validation/limits.go, 3.7.8); 0: not split. */
export function splitIntervalMs(plan: Pick<Plan, "overrides" | "config">, tenant: string): number {
  return lokiDurationMs(plannedLimit(plan, tenant, "split_queries_by_interval")) ?? 3_600_000;
}
