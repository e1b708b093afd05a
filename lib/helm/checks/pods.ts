import type { ManifestCheck } from "./manifest-check.ts";

/**
 * The maximum number of pods on a node: the kubelet's default of `maxPods` (pkg/kubelet/apis/config, Kubernetes 1.33).
 */
const podsOfNode = 110;
/** The number of pods of Kubernetes itself and of the stack's MinIO on kind's single node. */
const otherPods = 12;

/** Checks that kind's single node can run all pods. Pods beyond its limit would stay pending indefinitely. */
export const pods: ManifestCheck = ({ manifests, plan }) => {
  const count = manifests.workloads.reduce((sum, { replicas }) => sum + replicas, 0);
  // Skips the user's own cluster, which might have more nodes.
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
