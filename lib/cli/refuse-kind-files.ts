import { requireChart } from "../helm/resolve-chart.ts";
import type { Plan } from "../plan/plan.ts";
import { listArchives } from "../stack/kind/image-archives.ts";
import { readKindConfig } from "../stack/kind/kind-config.ts";
import type { StackFlags } from "./stack-options.ts";

/** Throws usageError for a file or folder that a kind stack cannot use. Builds, downloads and starts nothing. */
export async function refuseKindFiles(
  { helm }: Pick<Plan, "helm">,
  { kindConfig }: StackFlags,
  signal: AbortSignal,
): Promise<void> {
  if (kindConfig !== undefined) await readKindConfig(kindConfig, signal);
  if (helm === undefined) return;
  await requireChart(helm.reference, signal);
  if (helm.images !== undefined) await listArchives(helm.images);
}
