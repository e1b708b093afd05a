import { usageError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { shell } from "../../base/shell-words.ts";
import { applyManifests } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import { openJournal } from "../journal.ts";
import type { RunPaths } from "../run-paths.ts";
import { namespaceManifest } from "./install-manifests.ts";
import { namespaceLabels } from "./namespace-labels.ts";

export interface NamespaceWork {
  readonly kube: Kube;
  readonly paths: RunPaths;
  /** The user's kind cluster, where it is one. */
  readonly kindCluster?: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Makes a namespace of the run's own, labelled with it, and in its journal before it is made. Throws usageError, with
 * nothing done, where there is one of that name.
 */
export async function makeNamespace(name: string, work: NamespaceWork): Promise<void> {
  await requireNew(name, work);
  noteNamespace(name, work);
  work.progress.say(`making namespace ${name}`);
  await applyManifests(work.kube, [namespaceManifest(name, work.paths.runId)], work.signal);
}

/** Another namespace that is about to be made under the run's label: it is removed with the run. */
export function noteNamespace(
  name: string,
  { kube, paths, kindCluster }: Pick<NamespaceWork, "kube" | "paths" | "kindCluster">,
): void {
  const { kubeconfig, context } = kube;
  const where = kindCluster === undefined ? {} : { kindCluster };
  openJournal(paths.journal).write({ kind: "namespace", name, kubeconfig, context, ...where });
}

/** Two runs never have the same name; what has it all the same is somebody's, and would be ours to delete by our label. */
async function requireNew(name: string, { kube, signal }: NamespaceWork): Promise<void> {
  const labels = await namespaceLabels(kube, name, signal);
  if (labels === undefined) return;
  const got = Object.entries(labels).map((pair) => pair.join("="));
  throw usageError(
    `namespace ${name} (context ${kube.context}): expected none, got one with the labels ${got.join(", ") || "none"}`,
    {
      code: "NAMESPACE_TAKEN",
      hint: shell`kubectl --context ${kube.context} get namespace ${name} --show-labels`,
    },
  );
}
