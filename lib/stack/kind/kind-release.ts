import { join } from "node:path";
import type { Progress } from "../../base/log.ts";
import { prepareRelease, type Release } from "../../helm/prepare-release.ts";
import type { ChartSurroundings } from "../../helm/surroundings.ts";
import type { Plan } from "../../plan/plan.ts";
import { type KindPrograms, provisionKind } from "../../toolchain/provision-kind.ts";
import { toolsDirOf } from "../../toolchain/tool-context.ts";
import { type ImageArchive, readArchives } from "./image-archives.ts";

/** What is to be installed, known to be in order as far as it can be known before anything is started. */
export interface KindRelease {
  readonly tools: KindPrograms;
  readonly archives: readonly ImageArchive[];
  readonly release: Release;
}

/** Finds the programs, the archives and the chart, renders it and checks it. Throws usageError with all that is wrong. */
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
    // Beside the programs: charts are kept from one run to the next.
    home: join(toolsDirOf(process.env), "..", "helm"),
    around,
    ...(images === undefined ? {} : { images: archives.flatMap((archive) => archive.images) }),
    signal: how.signal,
  });
  for (const warning of release.warnings) how.progress.warn(warning);
  return { tools, archives, release };
}
