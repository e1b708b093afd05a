import type { ManifestCheck } from "./manifest-check.ts";

/** A kubelet's default, `maxPods` (pkg/kubelet/apis/config, Kubernetes 1.33). */
const podsOfNode = 110;
/** Pods of Kubernetes itself and of the stack's own MinIO on the one node of kind. */
const otherPods = 12;

/** Whether one node of kind can run all the pods: those beyond its limit would wait for another node indefinitely. */
export const pods: ManifestCheck = ({ manifests, plan }) => {
  const count = manifests.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  // A cluster of the user's may have more nodes.
  if (plan.provider !== "kind" || plan.kindCluster !== undefined || count <= podsOfNode - otherPods)
    return [];
  return [
    {
      kind: "refused",
      at: "replicas",
      what: `${count} pods: a node of Kubernetes runs at most ${podsOfNode}, ${otherPods} of them not Loki's`,
      instead: "fewer replicas, or --stack cluster",
    },
  ];
};
