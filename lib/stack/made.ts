import { rm } from "node:fs/promises";
import { type OwnNamespace, removeNamespace } from "./cluster/remove-namespace.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { clusterExists, removeCluster, removeContainers, removeNetwork } from "./kind/docker.ts";
import { runPaths } from "./run-paths.ts";

/** What a run made, or was about to make, beside processes and files. */
export interface Made {
  /** Of the container engine. */
  readonly clusters: readonly string[];
  readonly networks: readonly string[];
  /** In clusters of the user's. */
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

/** Removes it; what is there already no more is done. Throws HarnessError for what stays. */
export async function removeMade({ clusters, networks, namespaces }: Made, runId: string): Promise<void> {
  for (const name of clusters) await removeCluster(name);
  if (networks.length > 0) await removeContainers(runId);
  for (const name of networks) await removeNetwork(name);
  for (const namespace of namespaces) {
    // A cluster that its user has deleted since took the namespace with it, and would never answer.
    const { kindCluster } = namespace;
    if (kindCluster !== undefined && !(await clusterExists(kindCluster))) continue;
    await removeNamespace(namespace, runId);
  }
}

/** All that a run's journal says, then the run's folder, which is what `sweep` would go by. */
export async function removeAllOf(runId: string): Promise<void> {
  const { journal, root } = runPaths(runId);
  await removeMade(madeBy(readJournal(journal)), runId);
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
}
