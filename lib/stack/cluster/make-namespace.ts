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
  /** Name of the user's kind cluster; absent if the cluster is not a kind cluster. */
  readonly kindCluster?: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/**
 * Creates a namespace for the run, with the run's label, after writing its journal entry. Throws usageError, with
 * nothing changed, if a namespace of that name exists.
 */
export async function makeNamespace(name: string, work: NamespaceWork): Promise<void> {
  await requireNew(name, work);
  noteNamespace(name, work);
  work.progress.say(`making namespace ${name}`);
  await applyManifests(work.kube, [namespaceManifest(name, work.paths.runId)], work.signal);
}

/**
 * Records in the journal another namespace that is about to be created with the run's label, so that it is removed with
 * the run.
 */
export function noteNamespace(
  name: string,
  { kube, paths, kindCluster }: Pick<NamespaceWork, "kube" | "paths" | "kindCluster">,
): void {
  const { kubeconfig, context } = kube;
  const where = kindCluster === undefined ? {} : { kindCluster };
  openJournal(paths.journal).write({ kind: "namespace", name, kubeconfig, context, ...where });
}

/**
 * Throws usageError if the namespace exists. No two runs use the same name, so an existing namespace belongs to
 * somebody else. If lokiproof put the run's label on it, it would later be deleted.
 */
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
