/**
 * The permissions that lokiproof needs for one resource in a namespace that has the observed Loki or lokiproof's
 * generators.
 */
export interface Right {
  /** The API group; "" for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /**
   * The parts of a run that cannot be observed without this permission; undefined if lokiproof cannot work without it.
   */
  readonly without?: string;
}

const read = ["get", "list"] as const;

/**
 * All permissions for attaching to a Loki in its namespace, as granted by deploy/rbac/attach.yaml. None of these
 * permissions can change anything in the namespace. A port-forward by WebSocket needs `get` before Kubernetes 1.35 and
 * `create` since then.
 */
export const attachRights: readonly Right[] = [
  { group: "", resource: "pods", verbs: read },
  { group: "", resource: "pods/portforward", verbs: ["get", "create"] },
  { group: "", resource: "services", verbs: read },
  {
    group: "",
    resource: "configmaps",
    verbs: read,
    without: "overrides, and the gateway's limits for requests",
  },
  { group: "", resource: "pods/log", verbs: ["get"], without: "the pods' logs in the report" },
  { group: "", resource: "events", verbs: read, without: "the namespace's events in the report" },
  { group: "", resource: "persistentvolumeclaims", verbs: read, without: "kubernetes.volumes" },
  { group: "", resource: "serviceaccounts", verbs: read, without: "storage-policy.role" },
  {
    group: "apps",
    resource: "statefulsets",
    verbs: read,
    without: "expected replicas, and kubernetes.volumes",
  },
  { group: "apps", resource: "deployments", verbs: read, without: "expected replicas" },
  { group: "policy", resource: "poddisruptionbudgets", verbs: read, without: "kubernetes.budgets" },
  {
    group: "discovery.k8s.io",
    resource: "endpointslices",
    verbs: read,
    without: "kubernetes.index-gateways",
  },
  { group: "networking.k8s.io", resource: "ingresses", verbs: read, without: "kubernetes.around-gateway" },
  {
    group: "networking.k8s.io",
    resource: "networkpolicies",
    verbs: read,
    without: "who may reach Loki inside of the cluster",
  },
];

/**
 * Permissions for all namespaces, because a second Loki that uses the same S3 bucket usually runs in another namespace.
 */
export const clusterRights: readonly Right[] = [
  {
    group: "",
    resource: "pods",
    verbs: ["list"],
    without: "compactors over the same bucket in other namespaces",
  },
];
