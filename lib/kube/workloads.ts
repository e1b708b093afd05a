import { z } from "zod";
import type { Kube } from "./kube.ts";
import { listObjects, metadata, type Selection } from "./list-objects.ts";

const workloadObject = z.object({
  metadata: metadata.extend({ generation: z.int().default(0) }),
  spec: z.object({ replicas: z.int().default(1) }),
  status: z
    .object({
      observedGeneration: z.int().default(0),
      readyReplicas: z.int().default(0),
      updatedReplicas: z.int().default(0),
    })
    .prefault({}),
});

export interface Workload {
  readonly kind: "Deployment" | "StatefulSet";
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
  /** The number of a workload's replicas that are both ready and up to date with the current spec. */
  readonly ready: number;
}

/** Returns the Deployments and StatefulSets of a namespace that match the selection, sorted by name. */
export async function listWorkloads(
  kube: Kube,
  selection: Selection & { readonly signal: AbortSignal },
): Promise<readonly Workload[]> {
  const [deployments, sets] = await Promise.all([
    listObjects(kube, "apis/apps/v1/deployments", workloadObject, selection),
    listObjects(kube, "apis/apps/v1/statefulsets", workloadObject, selection),
  ]);
  return [
    ...deployments.map((one) => workloadOf("Deployment", one)),
    ...sets.map((one) => workloadOf("StatefulSet", one)),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function workloadOf(
  kind: Workload["kind"],
  { metadata, spec, status }: z.infer<typeof workloadObject>,
): Workload {
  const seen = status.observedGeneration >= metadata.generation;
  return {
    kind,
    name: metadata.name,
    labels: metadata.labels,
    replicas: spec.replicas,
    ready: seen ? Math.min(status.readyReplicas, status.updatedReplicas) : 0,
  };
}
