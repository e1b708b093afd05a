import { usageError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { maxReplicas, type Replicas } from "../stack-schema.ts";
import { chartHasKey, listedVersion } from "./chart-keys.ts";
import { kindOf } from "./drop-reasons.ts";
import { valueAt } from "./layer-values.ts";
import { componentEntries, workloadKeys } from "./workload-keys.ts";

/**
 * The number of zones. With zone awareness the chart splits ingesters over three zones, each with a third of the
 * replicas, rounded up (loki.ingester.replicaCount).
 */
const zones = 3;
/** The chart's default of `autoscaling.minReplicas` for every component (charts 6.29.0, 6.55.0, 18.11.0). */
const minReplicasByDefault = 1;

/**
 * Returns the replicas of each component that the chart values state. With autoscaling the chart ignores `replicas`,
 * and an idle stack has `minReplicas` pods. Throws usageError for an invalid count.
 */
export function replicasOf(values: JsonObject, chartVersion: string): Partial<Replicas> {
  refuseBadCounts(values);
  const listed = listedVersion(chartVersion);
  return Object.fromEntries(
    componentEntries.flatMap(([component, key]) => {
      const block = values[key];
      const has = (part: string): boolean => chartHasKey([key, part], listed);
      const count = isObject(block) ? countOf(block, has) : undefined;
      return count === undefined ? [] : [[component, count]];
    }),
  );
}

function countOf(block: JsonObject, chartHas: (part: string) => boolean): number | undefined {
  if (block["enabled"] === false && chartHas("enabled")) return 0;
  const scaled = chartHas("autoscaling") && valueAt(block, ["autoscaling", "enabled"]) === true;
  const least = valueAt(block, ["autoscaling", "minReplicas"]) ?? minReplicasByDefault;
  const count = scaled ? least : block["replicas"];
  if (typeof count !== "number") return undefined;
  const zoned =
    chartHas("zoneAwareReplication") && valueAt(block, ["zoneAwareReplication", "enabled"]) === true;
  return zoned ? Math.ceil(count / zones) * zones : count;
}

const counts = [["replicas"], ["autoscaling", "minReplicas"], ["autoscaling", "maxReplicas"]] as const;

function refuseBadCounts(values: JsonObject): void {
  for (const name of workloadKeys) {
    const block = values[name];
    if (block === undefined || block === null) continue;
    if (!isObject(block)) throw notAMapping(name, block);
    for (const path of counts) {
      const count = valueAt(block, path);
      if (count !== undefined && count !== null && !isCount(count))
        throw badCount([name, ...path].join("."), count);
    }
  }
}

function isCount(count: Json): boolean {
  return typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= maxReplicas;
}

const examples: ReadonlyMap<string, string> = new Map([
  ["loki", 'loki: { image: { tag: "3.7.8" } }'],
  ["loki.image", 'loki: { image: { tag: "3.7.8" } }'],
]);

function notAMapping(name: string, value: Json): Error {
  return usageError(`chart value ${name}: expected a mapping, got ${kindOf(value)}`, {
    code: "BAD_CHART_VALUE",
    hint: `write the intended value under it: ${examples.get(name) ?? `${name}: { replicas: 3 }`}`,
  });
}

function badCount(path: string, count: Json): Error {
  const number =
    typeof count === "number" ? count : Number(typeof count === "string" && count !== "" ? count : NaN);
  const got = Number.isNaN(number)
    ? kindOf(count)
    : `${number}${typeof count === "string" ? " as text" : ""}`;
  return usageError(`chart value ${path}: expected a whole number from 0 to ${maxReplicas}, got ${got}`, {
    code: "BAD_REPLICAS",
    hint: `write a number, without quotes: ${path.replace(/.*\./, "")}: ${isCount(number) ? number : 3}`,
  });
}

/**
 * Returns the Loki version that the chart values name. Throws usageError for a tag that is not a release, or
 * for a digest without a tag.
 */
export function versionOf(values: JsonObject): string | undefined {
  for (const path of [["loki"], ["loki", "image"]]) {
    const block = valueAt(values, path) ?? {};
    if (!isObject(block)) throw notAMapping(path.join("."), block);
  }
  const tag = valueAt(values, ["loki", "image", "tag"]) ?? undefined;
  const digest = valueAt(values, ["loki", "image", "digest"]) ?? undefined;
  if (tag === undefined && digest === undefined) return undefined;
  const version = typeof tag === "string" ? /^v?(\d{1,3}\.\d{1,3}\.\d{1,3})$/.exec(tag)?.[1] : undefined;
  if (version !== undefined) return version;
  const got = tag === undefined ? "a digest alone" : typeof tag === "string" ? "another tag" : kindOf(tag);
  throw usageError(
    `chart value loki.image.${tag === undefined ? "digest" : "tag"}: which Loki version do you mean? Expected a release such as 3.7.8, got ${got}. ` +
      "Only releases of the form x.y.z are supported: no latest, no 3.6, no release candidate, no build of a branch, no digest",
    { code: "BAD_IMAGE_TAG", hint: "name the release that is nearest: --set loki.image.tag=3.7.8" },
  );
}
