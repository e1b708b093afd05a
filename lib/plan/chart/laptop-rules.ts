import type { Json } from "../../base/json.ts";
import { workloadKeys } from "./workload-keys.ts";

/** A chart value that does not work on one machine, and its replacement. */
export interface LaptopRule {
  readonly path: readonly string[];
  readonly now: Json;
  readonly why: string;
  /** The chart's default of this value, in words. If absent, the rule replaces the value only if the user set it. */
  readonly byDefault?: string;
}

const oneNode = "there is one node; with it only one pod of the component would be placed";

/**
 * The chart's default affinity for most workloads, which requires a separate node for each pod (charts 6.29.0 and
 * 6.55.0).
 */
const required = "required anti-affinity by host name (the chart's default)";

function workloadRules(name: string): LaptopRule[] {
  return [
    {
      path: [name, "affinity"],
      now: null,
      why: oneNode,
      ...(spread.has(name) ? { byDefault: required } : {}),
    },
    { path: [name, "nodeSelector"], now: null, why: "the node has none of the labels" },
    { path: [name, "tolerations"], now: null, why: "the node has no taints" },
    { path: [name, "topologySpreadConstraints"], now: null, why: oneNode },
    { path: [name, "resources"], now: {}, why: "sized for other machines; here all share one" },
    {
      path: [name, "autoscaling"],
      now: { enabled: false },
      why: "nothing here measures pods; replicas are the plan's",
    },
    { path: [name, "persistence", "storageClass"], now: null, why: "the class does not exist here" },
  ];
}

/** The workloads whose default affinity requires a separate node for each pod. The caches have no such default. */
const spread: ReadonlySet<string> = new Set(
  workloadKeys.filter((name) => !["chunksCache", "resultsCache", "memcachedExporter"].includes(name)),
);

const cacheRules: readonly LaptopRule[] = ["chunksCache", "resultsCache"].flatMap((name) => [
  { path: [name, "replicas"], now: 1, why: "one node" },
  {
    path: [name, "allocatedMemory"],
    now: 64,
    why: "in MB; Kubernetes would reserve 1.2 times as much of this machine's memory",
    byDefault:
      name === "chunksCache"
        ? "8192 (the chart's default, for which it requests 9830Mi)"
        : "1024 (the chart's default)",
  },
]);

const otherRules: readonly LaptopRule[] = [
  {
    path: ["memcachedExporter", "enabled"],
    now: false,
    why: "nobody here reads its metrics",
    byDefault: "true (the chart's default)",
  },
  {
    path: ["loki", "readinessProbe"],
    now: {
      httpGet: { path: "/ready", port: "http-metrics" },
      initialDelaySeconds: 1,
      periodSeconds: 2,
      timeoutSeconds: 2,
      failureThreshold: 3,
    },
    why: "a ready pod is noticed at once, not after 15 to 30 seconds",
    byDefault: "after 15 s, every 10 s (the chart's default)",
  },
  {
    path: ["gateway", "readinessProbe"],
    now: {
      httpGet: { path: "/", port: "http-metrics" },
      initialDelaySeconds: 1,
      periodSeconds: 2,
      timeoutSeconds: 2,
    },
    why: "a ready pod is noticed at once, not after 15 to 30 seconds",
    byDefault: "after 15 s, every 10 s (the chart's default)",
  },
];

export const laptopRules: readonly LaptopRule[] = [
  ...workloadKeys.flatMap(workloadRules),
  ...cacheRules,
  ...otherRules,
];
