import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { type LaptopRule, laptopRules } from "./laptop-rules.ts";
import { layerValues, nested, valueAt } from "./layer-values.ts";
import { workloadKeys } from "./workload-keys.ts";

/**
 * Adapts chart values to one machine. Replaces values that need a fleet's memory, node labels or storage classes, and
 * lists each change with its reason. Volume sizes stay, because kind's storage class does not enforce them.
 */
export function laptopProfile(values: JsonObject): {
  readonly values: JsonObject;
  readonly changes: readonly ChangedValue[];
} {
  const claimed = withoutClaimClasses(values);
  const applied = laptopRules.filter((rule) => applies(rule, values));
  return {
    values: applied.reduce(
      (laid, { path, now }) => layerValues(laid, replacing(laid, path, now)),
      claimed.values,
    ),
    changes: [...claimed.changes, ...applied.map((rule) => changeOf(rule, values))],
  };
}

/** The workloads that the chart runs by default. */
const byDefault: ReadonlySet<string> = new Set(["gateway", "chunksCache", "resultsCache"]);

/**
 * Returns true if a rule for one machine applies: its workload runs, and the chart value to replace is set or has a
 * default.
 */
function applies({ path, now, byDefault }: LaptopRule, values: JsonObject): boolean {
  const [workload = ""] = path;
  if (workload !== "loki" && !runs(workload, values)) return false;
  const was = valueAt(values, path);
  if (was === undefined) return byDefault !== undefined;
  return was !== null && JSON.stringify(was) !== JSON.stringify(now) && !isEmpty(was);
}

function runs(workload: string, values: JsonObject): boolean {
  const block = values[workload];
  if (workload === "memcachedExporter") return runs("chunksCache", values) || runs("resultsCache", values);
  if (!isObject(block)) return byDefault.has(workload);
  return block["enabled"] !== false && block["replicas"] !== 0;
}

function isEmpty(value: Json): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function changeOf({ path, now, why, byDefault }: LaptopRule, values: JsonObject): ChangedValue {
  const was = valueAt(values, path);
  return {
    path: path.join("."),
    was: was === undefined ? (byDefault ?? "") : JSON.stringify(was),
    now: JSON.stringify(now),
    why,
  };
}

/**
 * Returns chart values that replace everything at `path`. If an object is there, its other keys are set to null,
 * because a merge would keep them.
 */
function replacing(values: JsonObject, path: readonly string[], now: Json): JsonObject {
  const was = valueAt(values, path);
  if (!isObject(was) || !isObject(now)) return nested(path, now);
  const gone = Object.fromEntries(Object.keys(was).map((key) => [key, null] as const));
  return nested(path, { ...gone, ...now });
}

/** Sets every `persistence.claims[].storageClass` to null. Only ingesters and the compactor have these claims. */
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
