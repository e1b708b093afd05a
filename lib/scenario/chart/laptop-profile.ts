import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { layerValues, nested, valueAt } from "./layer-values.ts";
import { workloadKeys } from "./workload-keys.ts";

interface Rule {
  readonly path: readonly string[];
  readonly now: Json;
  readonly why: string;
  /** What stands there where the user's values say nothing; absent: only a user's own value is changed. */
  readonly byDefault?: string;
}

const oneNode = "there is one node; with it only one pod of the component would be placed";

/** Values of the chart whose default demands a node for each pod (charts 6.29.0 and 6.55.0). */
const required = "required anti-affinity by host name (the chart's default)";

function workloadRules(name: string): Rule[] {
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

/** Not the caches: their anti-affinity is none, and what else they are is below. */
const spread: ReadonlySet<string> = new Set(
  workloadKeys.filter((name) => !["chunksCache", "resultsCache", "memcachedExporter"].includes(name)),
);

const cacheRules: readonly Rule[] = ["chunksCache", "resultsCache"].flatMap((name) => [
  { path: [name, "replicas"], now: 1, why: "one node" },
  {
    path: [name, "allocatedMemory"],
    now: 64,
    why: "in MB; Kubernetes would reserve 1.2 times as much of this machine's memory",
    byDefault: name === "chunksCache" ? "8192 (the chart's default)" : "1024 (the chart's default)",
  },
]);

const otherRules: readonly Rule[] = [
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
    why: "a pod that is ready is seen to be so at once, not after 15 to 30 seconds",
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
    why: "as above",
    byDefault: "after 15 s, every 10 s (the chart's default)",
  },
];

/**
 * Chart values for one machine: what a single node without a fleet's memory, labels and storage classes cannot have is
 * replaced, and named with the reason. Sizes of volumes stay as they are: the class here does not enforce them.
 */
export function laptopProfile(values: JsonObject): {
  readonly values: JsonObject;
  readonly changes: readonly ChangedValue[];
} {
  const rules = [...workloadKeys.flatMap(workloadRules), ...cacheRules, ...otherRules];
  const claimed = withoutClaimClasses(values);
  const applied = rules.filter((rule) => applies(rule, values));
  return {
    values: applied.reduce(
      (laid, { path, now }) => layerValues(laid, replacing(laid, path, now)),
      claimed.values,
    ),
    changes: [...claimed.changes, ...applied.map((rule) => changeOf(rule, values))],
  };
}

/** A rule is for a workload that runs, and for a value that is there. */
function applies({ path, now, byDefault }: Rule, values: JsonObject): boolean {
  const [workload = ""] = path;
  if (workload !== "loki" && !runs(workload, values)) return false;
  const was = valueAt(values, path);
  if (was === undefined) return byDefault !== undefined;
  return was !== null && JSON.stringify(was) !== JSON.stringify(now) && !isEmpty(was);
}

function runs(workload: string, values: JsonObject): boolean {
  const block = values[workload];
  if (workload === "memcachedExporter") return runs("chunksCache", values) || runs("resultsCache", values);
  if (!isObject(block)) return false;
  return block["enabled"] !== false && block["replicas"] !== 0;
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function changeOf({ path, now, why, byDefault }: Rule, values: JsonObject): ChangedValue {
  const was = valueAt(values, path);
  return {
    path: path.join("."),
    was: was === undefined ? (byDefault ?? "") : JSON.stringify(was),
    now: JSON.stringify(now),
    why,
  };
}

/** What replaces an object has to take its other keys away too. */
function replacing(values: JsonObject, path: readonly string[], now: Json): JsonObject {
  const was = valueAt(values, path);
  if (!isObject(was) || !isObject(now)) return nested(path, now);
  const gone = Object.fromEntries(Object.keys(was).map((key) => [key, null] as const));
  return nested(path, { ...gone, ...now });
}

/** `persistence.claims[].storageClass` of ingesters and the compactor. */
function withoutClaimClasses(values: JsonObject): { values: JsonObject; changes: ChangedValue[] } {
  const changes: ChangedValue[] = [];
  let changed = values;
  for (const workload of workloadKeys) {
    const path = [workload, "persistence", "claims"];
    const claims = valueAt(values, path);
    if (!Array.isArray(claims)) continue;
    const now = (claims as readonly Json[]).map((claim, index) => {
      const storageClass = isObject(claim) ? (claim["storageClass"] ?? null) : null;
      if (!isObject(claim) || storageClass === null) return claim;
      const why = "the class does not exist here";
      changes.push({
        path: `${path.join(".")}[${index}].storageClass`,
        was: JSON.stringify(storageClass),
        now: "null",
        why,
      });
      return { ...claim, storageClass: null };
    });
    changed = layerValues(changed, nested(path, now));
  }
  return { values: changed, changes };
}
