import { isObject, type JsonObject } from "../../base/json.ts";
import type { Replicas } from "../stack-schema.ts";
import { valueAt } from "./layer-values.ts";
import { componentEntries } from "./workload-keys.ts";

/**
 * How many of each component chart values ask for; absent where they say nothing. With autoscaling on the chart leaves
 * `replicas` to it, and at rest there are `minReplicas`. Throws nothing: a count that is none is the chart's to refuse.
 */
export function replicasOf(values: JsonObject): Partial<Replicas> {
  return Object.fromEntries(
    componentEntries.flatMap(([component, key]) => {
      const block = values[key];
      const count = isObject(block) ? countOf(block) : undefined;
      return count === undefined ? [] : [[component, count]];
    }),
  );
}

function countOf(block: JsonObject): number | undefined {
  if (block["enabled"] === false) return 0;
  const least = valueAt(block, ["autoscaling", "minReplicas"]);
  const scaled = valueAt(block, ["autoscaling", "enabled"]) === true;
  const count = scaled && typeof least === "number" ? least : block["replicas"];
  return typeof count === "number" ? count : undefined;
}

/** The Loki version that chart values name, where the image's tag is one ("3.7.8", "v3.7.8"). */
export function versionOf(values: JsonObject): string | undefined {
  const tag = valueAt(values, ["loki", "image", "tag"]);
  return typeof tag === "string" ? /^v?(\d+\.\d+\.\d+)$/.exec(tag)?.[1] : undefined;
}
