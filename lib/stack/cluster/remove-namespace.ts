import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { deleteObject } from "../../kube/apply-manifests.ts";
import { type Kube, KubeError, openKube } from "../../kube/kube.ts";
import { metadata, parseReply } from "../../kube/list-objects.ts";
import { awaitVolumesGone } from "./await-volumes-gone.ts";
import { namespaceLabels } from "./namespace-labels.ts";

/** A namespace that lokiproof made in a cluster of the user's. */
export interface OwnNamespace {
  readonly name: string;
  /** Path of the run's own copy of the kubeconfig, in the run's folder. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Name of the user's kind cluster; absent if the cluster is not a kind cluster. */
  readonly kindCluster?: string | undefined;
}

/**
 * The timeout for the namespace's removal, longer than the grace period of Loki's pods (the chart's ingesters have
 * terminationGracePeriodSeconds 300).
 */
const goneTimeoutMs = 420_000;

/** Removes the namespace of a journal entry, as `deleteNamespace` does. */
export async function removeNamespace(
  { name, kubeconfig, context }: OwnNamespace,
  runId: string,
): Promise<void> {
  await deleteNamespace(await openKube({ kubeconfig, context }), name, runId);
}

/**
 * Deletes a namespace and everything in it. Resolves when the namespace and the disks of its volumes are gone, or at
 * once if it does not exist. Throws HarnessError if the namespace does not have this run's label, because then it
 * belongs to somebody else, whatever its name.
 */
export async function deleteNamespace(kube: Kube, name: string, runId: string): Promise<void> {
  const { signal } = new AbortController();
  const labels = await namespaceLabels(kube, name, signal);
  if (labels === undefined) return;
  if (labels["lokiproof/run-id"] !== runId) {
    throw new HarnessError(
      `namespace ${name} (context ${kube.context}): expected the label lokiproof/run-id=${runId}, got ${labels["lokiproof/run-id"] ?? "none"}: it is not ours, and stays`,
      {
        code: "NOT_OURS",
        hint: shell`kubectl --context ${kube.context} get namespace ${name} --show-labels`,
      },
    );
  }
  await deleteClusterWide(kube, name, signal);
  await deleteObject(kube, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, signal);
  await hurryPods(kube, name, signal);
  const gone = await poll(
    (inTime) => namespaceLabels(kube, name, inTime),
    (seen) => seen === undefined,
    { timeoutMs: goneTimeoutMs, intervalMs: 1000, signal },
  );
  if (gone.settled) return await awaitVolumesGone(kube, name, signal);
  throw new HarnessError(
    `namespace ${name} (context ${kube.context}): expected it gone within ${goneTimeoutMs / 1000} s`,
    {
      code: "NAMESPACE_STAYS",
      hint: shell`kubectl --context ${kube.context} get namespace ${name} -o yaml`,
    },
  );
}

/**
 * Deletes the namespace's pods with a grace period of 1 s. Otherwise an ingester whose store is already gone keeps
 * trying to flush for five minutes, for nothing. Does nothing if the user is not permitted to delete pods.
 */
async function hurryPods(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  await unlessRefused(kube.request({ method: "DELETE", path, query: { gracePeriodSeconds: 1 }, signal }));
}

/** Returns the request's result; undefined if the request is forbidden or finds nothing (403, 404). */
async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KubeError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

const rbac = "rbac.authorization.k8s.io/v1";
const clusterWide = [
  { kind: "ClusterRoleBinding", plural: "clusterrolebindings" },
  { kind: "ClusterRole", plural: "clusterroles" },
];
const annotated = z.object({ items: z.array(z.object({ metadata })) });

/**
 * Deletes the objects that the chart made outside of the namespace. Helm annotates each object with the namespace of
 * its release. A user who is not permitted to list such objects cannot have made any.
 */
async function deleteClusterWide(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  for (const { kind, plural } of clusterWide) {
    const path = `/apis/${rbac}/${plural}`;
    const query = { labelSelector: "app.kubernetes.io/managed-by=Helm" };
    const text = await unlessRefused(kube.request({ path, query, signal }));
    if (text === undefined) continue;
    for (const { metadata: found } of parseReply(text, annotated, { kube, path }).items) {
      if (found.annotations["meta.helm.sh/release-namespace"] !== namespace) continue;
      await deleteObject(kube, { apiVersion: rbac, kind, metadata: { name: found.name } }, signal);
    }
  }
}
