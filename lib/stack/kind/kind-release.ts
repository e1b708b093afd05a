import { join } from "node:path";
import type { Progress } from "../../base/log.ts";
import { prepareRelease, type Release } from "../../helm/prepare-release.ts";
import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { Plan } from "../../plan/plan.ts";
import { type KindPrograms, provisionKind } from "../../toolchain/provision-kind.ts";
import { toolsDirOf } from "../../toolchain/tool-context.ts";
import { type ImageArchive, readArchives } from "./image-archives.ts";

/** Everything needed to install Loki on kind, checked as far as possible before anything is started. */
export interface KindRelease {
  readonly tools: KindPrograms;
  readonly archives: readonly ImageArchive[];
  readonly release: Release;
}

/**
 * Finds the programs, the image archives and the chart; renders and checks the chart. Throws usageError with all
 * problems.
 */
export async function kindRelease(
  plan: Plan,
  how: { readonly progress: Progress; readonly signal: AbortSignal },
  around: ChartSurroundings,
): Promise<KindRelease> {
  const tools = await provisionKind({ loki: plan.lokiVersion }, how);
  const images = plan.helm?.images;
  const archives = images === undefined ? [] : await readArchives(images);
  how.progress.say("rendering and checking the chart");
  const release = await prepareRelease(plan, {
    helmPath: tools.helm.path,
    lokiPath: tools.loki.path,
    // Helm's folder is next to the programs, because charts are cached between runs.
    home: join(toolsDirOf(process.env), "..", "helm"),
    around,
    ...(images === undefined ? {} : { images: archives.flatMap((archive) => archive.images) }),
    signal: how.signal,
  });
  for (const warning of release.warnings) how.progress.warn(warning);
  return { tools, archives, release };
}
