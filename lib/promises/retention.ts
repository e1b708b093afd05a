import { settingAt } from "../base/json.ts";
import { durationLimitMs } from "./limits.ts";
import type { PlannedConfig, PlannedLimits } from "./planned-loki.ts";

/** Whether the compactor removes what is older than `retention_period`. Loki's own default is that it does not. */
export function retentionIsOn({ config }: PlannedConfig): boolean {
  return settingAt(config, ["compactor", "retention_enabled"]) === true;
}

/** How long Loki keeps a tenant's lines, in milliseconds; Infinity: indefinitely (pkg/compactor/retention/expiration.go, 3.7.8). */
export function retentionMs(plan: PlannedLimits, tenant: string): number {
  if (!retentionIsOn(plan)) return Infinity;
  return durationLimitMs(plan, tenant, "retention_period") || Infinity;
}
