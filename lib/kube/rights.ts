/** What lokiproof does with a kind of object in the namespace that it looks at, or runs its generators in. */
export interface Right {
  /** "" for the core group. */
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  /** What goes unseen without it; undefined where nothing works without it. */
  readonly without?: string;
}

const read = ["get", "list"] as const;

/**
 * All that attaching to a Loki needs in its namespace; deploy/rbac/attach.yaml grants it. Nothing there is changed. A
 * port-forward by WebSocket is a `get` to the API server before Kubernetes 1.35, and a `create` from then on.
 */
export const attachRights: readonly Right[] = [
  { group: "", resource: "pods", verbs: read },
  { group: "", resource: "pods/portforward", verbs: ["get", "create"] },
  { group: "", resource: "services", verbs: read },
  {
    group: "",
    resource: "configmaps",
    verbs: read,
    without: "overrides, and what the gateway holds requests to",
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

/** Of all namespaces: a second Loki over the same bucket is seldom in the same one. */
export const clusterRights: readonly Right[] = [
  {
    group: "",
    resource: "pods",
    verbs: ["list"],
    without: "compactors over the same bucket in other namespaces",
  },
];
