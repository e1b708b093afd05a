import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { type LaptopRule, laptopRules } from "./laptop-rules.ts";
import { layerValues, nested, valueAt } from "./layer-values.ts";
import { workloadKeys } from "./workload-keys.ts";

/**
 * Chart values for one machine: what a single node without a fleet's memory, labels and storage classes cannot have is
 * replaced, and named with the reason. Sizes of volumes stay as they are: the class here does not enforce them.
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

/** What the chart runs where values say nothing of it. */
const byDefault: ReadonlySet<string> = new Set(["gateway", "chunksCache", "resultsCache"]);

/** A rule is for a workload that runs, and for a value that is there. */
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
