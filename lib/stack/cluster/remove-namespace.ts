import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { deleteObject } from "../../kube/apply-manifests.ts";
import { type Kube, KubeError, openKube } from "../../kube/kube.ts";
import { metadata, parseReply } from "../../kube/list-objects.ts";
import { awaitVolumesGone } from "./await-volumes-gone.ts";
import { namespaceLabels } from "./namespace-labels.ts";

/** A namespace of ours in a cluster that we did not make. */
export interface OwnNamespace {
  readonly name: string;
  /** Frozen, in the run's folder. */
  readonly kubeconfig: string;
  readonly context: string;
  /** The user's kind cluster, where it is one. */
  readonly kindCluster?: string | undefined;
}

/** Longer than a pod of Loki's has to end by itself (terminationGracePeriodSeconds 300 of the chart's ingesters). */
const goneTimeoutMs = 420_000;

/** Removes a namespace by what its journal says of it; see `deleteNamespace`. */
export async function removeNamespace(
  { name, kubeconfig, context }: OwnNamespace,
  runId: string,
): Promise<void> {
  await deleteNamespace(await openKube({ kubeconfig, context }), name, runId);
}

/**
 * Deletes a namespace and all that is in it, and resolves when it is gone, the disks of its volumes too; at once where
 * there is none. Throws HarnessError
 * where it does not carry this run's label: then it is somebody else's, whatever its name.
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
 * An ingester flushes before it ends, for five minutes where its store went first: of no use to anybody. Who may not
 * hurry pods waits for them.
 */
async function hurryPods(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  await unlessRefused(kube.request({ method: "DELETE", path, query: { gracePeriodSeconds: 1 }, signal }));
}

/** Undefined where one may not, or there is none. */
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
 * What the chart made outside of the namespace: Helm says on each to which namespace its release belongs. Who may not look
 * has made none.
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
