import { z } from "zod";
import { HarnessError } from "../../base/errors.ts";
import { poll } from "../../base/poll.ts";
import { shell } from "../../base/shell-words.ts";
import { type Kube, KubeError } from "../../kube/kube.ts";
import { metadata, parseReply } from "../../kube/list-objects.ts";

/**
 * The used part of
 * https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/persistent-volume-v1/
 */
const volumes = z.object({
  items: z.array(
    z.object({
      metadata,
      spec: z.object({
        claimRef: z.object({ namespace: z.string().optional() }).optional(),
        persistentVolumeReclaimPolicy: z.string().optional(),
      }),
    }),
  ),
});
type Volume = z.infer<typeof volumes>["items"][number];

const timeoutMs = 120_000;

/**
 * Resolves when the volumes of a deleted namespace's claims are gone. Their storage class removes the volumes after the
 * claims, one by one. Throws HarnessError VOLUMES_STAY if a class keeps its volumes (reclaim policy Retain), or if some
 * are not gone in time. Returns at once if the user is not permitted to list volumes.
 */
export async function awaitVolumesGone(kube: Kube, namespace: string, signal: AbortSignal): Promise<void> {
  const seen = await poll(
    (inTime) => volumesOf(kube, namespace, inTime),
    (left) => left.every(isKept),
    { timeoutMs, intervalMs: 500, signal },
  );
  const left = seen.last ?? [];
  if (seen.settled && left.length === 0) return;
  const names = left.map(({ metadata: { name }, spec }) => `${name} (${spec.persistentVolumeReclaimPolicy})`);
  throw new HarnessError(
    `volumes of namespace ${namespace} (context ${kube.context}): expected none after it, got ${names.join(", ") || seen.lastError}`,
    {
      code: "VOLUMES_STAY",
      hint: shell`kubectl --context ${kube.context} delete persistentvolume ${left.map((one) => one.metadata.name)}`,
    },
  );
}

function isKept({ spec }: Volume): boolean {
  return spec.persistentVolumeReclaimPolicy === "Retain";
}

async function volumesOf(kube: Kube, namespace: string, signal: AbortSignal): Promise<readonly Volume[]> {
  const path = "/api/v1/persistentvolumes";
  try {
    const { items } = parseReply(await kube.request({ path, signal }), volumes, { kube, path });
    return items.filter(({ spec }) => spec.claimRef?.namespace === namespace);
  } catch (error) {
    if (error instanceof KubeError && error.status === 403) return [];
    throw error;
  }
}
