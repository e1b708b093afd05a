import { z } from "zod";
import { poll } from "../base/poll.ts";
import { applyManifests, type Manifest } from "../kube/apply-manifests.ts";
import { listObjects, readObject } from "../kube/list-objects.ts";
import { jsonObject } from "../scenario/json-schema.ts";
import { ofRelease } from "../stack/release.ts";
import type { Sabotage } from "./sabotage.fixture.ts";

const statefulSet = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z
    .object({
      volumeClaimTemplates: z.array(
        z
          .object({
            spec: z
              .object({ resources: z.object({ requests: z.object({ storage: z.string() }) }) })
              .and(jsonObject),
          })
          .and(jsonObject),
      ),
    })
    .and(jsonObject),
});

/**
 * The chart installed with larger volumes for the compactor: a claim's size does not follow its StatefulSet's, which is
 * deleted for it and made anew over the pods that are there.
 */
export const grownVolume: Sabotage = {
  name: "a volume smaller than its StatefulSet asks for",
  mustRed: ["kubernetes.volumes"],
  mayRed: [],
  inflict: async (kubernetes, signal) => {
    const { kube, namespace } = kubernetes;
    const sets = await listObjects(kube, "apis/apps/v1/statefulsets", statefulSet, {
      ...ofRelease(kubernetes, "compactor"),
      signal,
    });
    const set = sets.find(({ spec }) => spec.volumeClaimTemplates.length > 0);
    if (set === undefined) throw new Error("expected a compactor with a volume");
    const { name, labels } = set.metadata;
    const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/${name}`;
    await kube.request({ method: "DELETE", path, query: { propagationPolicy: "Orphan" }, signal });
    await poll(
      async (inTime) =>
        await readObject(kube, "apis/apps/v1/statefulsets", statefulSet, { namespace, name, signal: inTime }),
      (seen) => seen === undefined,
      { timeoutMs: 30_000, signal },
    );
    const claims = set.spec.volumeClaimTemplates.map((claim) => ({
      ...claim,
      spec: { ...claim.spec, resources: { requests: { storage: "500Gi" } } },
    }));
    const spec = jsonObject.parse({ ...set.spec, volumeClaimTemplates: claims });
    const grown: Manifest = {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name, namespace, labels },
      spec,
    };
    await applyManifests(kube, [grown], signal);
  },
};
