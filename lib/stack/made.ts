import { rm } from "node:fs/promises";
import { type OwnNamespace, removeNamespace } from "./cluster/remove-namespace.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { clusterExists, removeCluster, removeContainers, removeNetwork } from "./kind/docker.ts";
import { runPaths } from "./run-paths.ts";

/** Clusters, networks and namespaces that a run made or was about to make. */
export interface Made {
  /** Names of kind clusters in the container engine. */
  readonly clusters: readonly string[];
  readonly networks: readonly string[];
  /** Namespaces in clusters that the user owns. */
  readonly namespaces: readonly OwnNamespace[];
}

export function madeBy(journal: readonly JournalEntry[]): Made {
  return {
    clusters: namesOf(journal, "kind-cluster"),
    networks: namesOf(journal, "docker-network"),
    namespaces: journal.flatMap((entry) => (entry.kind === "namespace" ? [entry] : [])),
  };
}

function namesOf(
  journal: readonly JournalEntry[],
  kind: "kind-cluster" | "docker-network",
): readonly string[] {
  return [...new Set(journal.flatMap((entry) => (entry.kind === kind ? [entry.name] : [])))];
}

/**
 * Removes clusters, networks and namespaces; those already gone count as removed. Throws HarnessError if something
 * cannot be removed.
 */
export async function removeMade({ clusters, networks, namespaces }: Made, runId: string): Promise<void> {
  for (const name of clusters) await removeCluster(name);
  if (networks.length > 0) await removeContainers(runId);
  for (const name of networks) await removeNetwork(name);
  for (const namespace of namespaces) {
    // If the user has deleted the kind cluster since, the namespace is gone with the cluster, and the API server would
    // never answer.
    const { kindCluster } = namespace;
    if (kindCluster !== undefined && !(await clusterExists(kindCluster))) continue;
    await removeNamespace(namespace, runId);
  }
}

/**
 * Removes all clusters, networks and namespaces that a run's journal lists, then the run's folder. The folder is
 * removed last, because `sweep` relies on the journal in the folder.
 */
export async function removeAllOf(runId: string): Promise<void> {
  const { journal, root } = runPaths(runId);
  await removeMade(madeBy(readJournal(journal)), runId);
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
}
