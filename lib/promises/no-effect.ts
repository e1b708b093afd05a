import { statedLimits } from "./limits.ts";
import type { PlannedLimits } from "./planned-loki.ts";
import { retentionIsOn } from "./retention.ts";

/** Returns a sentence for each setting in the plan's Loki config that Loki reads but does not act on. */
export function withoutEffect(plan: PlannedLimits): readonly string[] {
  const keeps = (tenant: string): boolean => {
    const { retention_period: period, retention_stream: streams } = statedLimits(plan, tenant);
    return (period !== undefined && period !== 0 && period !== "0s") || streams !== undefined;
  };
  const stated = ["", ...Object.keys(plan.overrides)].some(keeps);
  if (retentionIsOn(plan) || !stated) return [];
  return ["retention_period has no effect: compactor.retention_enabled is off, so nothing is ever deleted"];
}
