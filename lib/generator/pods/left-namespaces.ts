import { z } from "zod";
import { deleteObject } from "../../kube/apply-manifests.ts";
import type { Kube } from "../../kube/kube.ts";
import { metadata, parseReply } from "../../kube/list-objects.ts";
import { managedBy } from "../../kube/our-labels.ts";
import { listPods } from "../../kube/pods.ts";
import { loadNamespaceName } from "./generator-pods.ts";

/**
 * The minimum age of a generators' namespace to be removed: the run of a younger one might not have created its pods
 * yet.
 */
const youngMs = 600_000;

const namespaces = z.object({ items: z.array(z.object({ metadata })) });

interface Looked {
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/**
 * Returns the names of generator namespaces that no run needs any more. Such a namespace has lokiproof's label, is at
 * least ten minutes old, and all of its pods have ended. A generator whose run is gone ends by itself.
 */
export async function leftNamespaces(kube: Kube, { nowMs, signal }: Looked): Promise<readonly string[]> {
  const labelSelector = Object.entries(managedBy).map((pair) => pair.join("="));
  const path = "/api/v1/namespaces";
  const text = await kube.request({ path, query: { labelSelector: labelSelector.join(",") }, signal });
  const old = parseReply(text, namespaces, { kube, path }).items.filter(({ metadata: one }) => {
    const runId = one.labels["lokiproof/run-id"];
    const createdMs = Date.parse(one.creationTimestamp ?? "");
    return runId !== undefined && one.name === loadNamespaceName(runId) && nowMs - createdMs > youngMs;
  });
  const left: string[] = [];
  for (const { metadata: one } of old) {
    const pods = await listPods(kube, { namespace: one.name, signal });
    if (pods.every(({ phase }) => phase === "Succeeded" || phase === "Failed")) left.push(one.name);
  }
  return left;
}

/**
 * Deletes leftover generator namespaces with everything in them; does not wait until they are gone. Returns their
 * names.
 */
export async function sweepNamespaces(kube: Kube, looked: Looked): Promise<readonly string[]> {
  const left = await leftNamespaces(kube, looked);
  for (const name of left) {
    await deleteObject(kube, { apiVersion: "v1", kind: "Namespace", metadata: { name } }, looked.signal);
  }
  return left;
}
