import { silentProgress } from "../base/log.ts";
import { verifyGiven } from "../loki/verify-given.ts";
import type { LoadedPlan } from "../plan/load-plan.ts";
import { verifyLocal } from "../stack/local/verify-local.ts";
import { locateLoki } from "../toolchain/provision.ts";
import type { PlanFlags } from "./plan-flags.ts";

/**
 * Asks Loki of the plan's version what it thinks of the user's files: as given, then as the stack would have them. Starts
 * nothing else. Throws usageError with Loki's sentence. Returns what the user should know.
 */
export async function verifyFiles(
  { plan, given }: Pick<LoadedPlan, "plan" | "given">,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const loki = await locateLoki(plan.lokiVersion, { progress: silentProgress, signal });
  if (loki === undefined) {
    return [
      `Loki ${plan.lokiVersion} is not here yet: a run asks it about these files before it starts anything`,
    ];
  }
  const asked = { lokiPath: loki.path, signal };
  const warnings = await verifyGiven(given, plan, asked);
  if (plan.provider === "local") await verifyLocal(plan, asked);
  return warnings;
}

/** Whether anything but scenarios and breakages of lokiproof's own, which its tests hold, is in a plan. */
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
