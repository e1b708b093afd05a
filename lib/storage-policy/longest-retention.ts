import { settingAt } from "../loki/running-config.ts";
import { lokiDurationMs } from "../scenario/loki-duration.ts";
import type { Plan } from "../scenario/plan.ts";
import { testTenants } from "../scenario/test-tenants.ts";

const dayMs = 86_400_000;

/** Days that Loki retains what it was given, of a tenant that has it longest, our own not counted; Infinity: for ever, or no retention is applied. */
export function longestRetentionDays({ config, overrides }: Pick<Plan, "config" | "overrides">): number {
  if (settingAt(config, ["compactor", "retention_enabled"]) !== true) return Infinity;
  const everyone = settingAt(config, ["limits_config", "retention_period"]);
  const others = Object.entries(overrides).filter(([tenant]) => !(tenant in testTenants));
  const said = [everyone, ...others.map(([, limits]) => limits["retention_period"])];
  const periods = said.flatMap((value) => lokiDurationMs(value) ?? []);
  if (periods.length === 0 || periods.includes(0)) return Infinity;
  return Math.max(...periods) / dayMs;
}
