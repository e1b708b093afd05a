import { settingAt } from "../base/json.ts";
import { durationLimitMs } from "./limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";

/** Reports whether the compactor deletes lines older than `retention_period`. By default Loki's compactor does not. */
export function retentionIsOn({ config }: PlannedConfig): boolean {
  return settingAt(config, ["compactor", "retention_enabled"]) === true;
}

/**
 * Returns for how many milliseconds Loki keeps a tenant's lines; Infinity if it keeps them indefinitely
 * (pkg/compactor/retention/expiration.go, 3.7.8).
 */
export function retentionMs(plan: PlannedLimits, tenant: string): number {
  if (!retentionIsOn(plan)) return Infinity;
  return durationLimitMs(plan, tenant, "retention_period") || Infinity;
}
