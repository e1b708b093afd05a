import type { PlannedLoki } from "../promises/planned-loki.ts";
import { switchedOff } from "../promises/switched-off.ts";

/** Lists the checks that have nothing to judge because the plan switches a Loki feature off, for a plan or report. */
export function describeSwitchedOff(plan: PlannedLoki): readonly string[] {
  const off = switchedOff(plan);
  if (off.length === 0) return [];
  return [
    "not checked because your config switches it off, or this Loki does not have it:",
    ...off.map(({ setting, checks, why }) => `  ${checks.join(", ")}: ${setting}: ${why}`),
  ];
}
