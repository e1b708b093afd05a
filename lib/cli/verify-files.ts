import { silentProgress } from "../base/log.ts";
import { verifyGiven } from "../loki/verify-given.ts";
import type { LoadedPlan } from "../plan/load-plan.ts";
import { verifyLocal } from "../stack/local/verify-local.ts";
import { locateLoki } from "../toolchain/provision.ts";
import type { PlanFlags } from "./plan-flags.ts";

/**
 * Lets the plan's version of Loki check the user's config files, first as given, then as the stack would use them.
 * Starts nothing else. Throws usageError with Loki's message. Returns warnings for the user.
 */
export async function verifyFiles(
  { plan, given }: Pick<LoadedPlan, "plan" | "given">,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const loki = await locateLoki(plan.lokiVersion, { progress: silentProgress, signal });
  if (loki === undefined) {
    return [
      `Loki ${plan.lokiVersion} is not here yet: a run checks these files with it before it starts anything`,
    ];
  }
  const asked = { lokiPath: loki.path, signal };
  const warnings = await verifyGiven(given, plan, asked);
  if (plan.provider === "local") await verifyLocal(plan, asked);
  return warnings;
}

/**
 * Returns whether the plan contains a file or chart value from the user. Lokiproof's own scenarios and breakages
 * (deliberate faults) do not count, because its tests check them.
 */
export function hasUserFiles(scenario: string, flags: PlanFlags): boolean {
  const { lokiConfig, overrides, values, set } = flags;
  const names = [scenario, ...flags.break];
  return (
    lokiConfig !== undefined ||
    overrides !== undefined ||
    values.length + set.length > 0 ||
    names.some((name) => /[/\\]|\.ya?ml$/.test(name))
  );
}
