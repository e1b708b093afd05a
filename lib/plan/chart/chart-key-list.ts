import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { isObject, type JsonObject } from "../../base/json.ts";
import { jsonObject } from "../json-schema.ts";
import { workloadKeys } from "./workload-keys.ts";

/** Top-level blocks of chart values whose keys are checked one by one. All values of every other block are left out. */
const walked: ReadonlySet<string> = new Set(["loki", "defaults", ...workloadKeys]);
/**
 * Nested blocks of chart values whose keys the chart itself defines. Any other object (a probe, an affinity) is defined
 * by Kubernetes.
 */
const deeper: ReadonlySet<string> = new Set([
  "autoscaling",
  "image",
  "nginxConfig",
  "persistence",
  "zoneAwareReplication",
]);

/** The keys of the Loki chart, by block ("querier.autoscaling") and then by the chart versions that have them. */
export const chartKeyList = z.strictObject({
  versions: z.array(z.string()),
  blocks: z.record(z.string(), z.record(z.string(), z.string())),
});
export type ChartKeyList = z.infer<typeof chartKeyList>;

/**
 * Reads which keys each chart folder has: the keys in values.yaml, and those that a template names by their full path.
 */
export function readChartKeys(folders: readonly string[]): ChartKeyList {
  const charts = folders.map((folder) => ({ version: versionOf(folder), paths: pathsOf(folder) }));
  const versionsByPath = new Map<string, string[]>();
  for (const { version, paths } of charts) {
    for (const path of paths) versionsByPath.set(path, [...(versionsByPath.get(path) ?? []), version]);
  }
  const blocks: Record<string, Record<string, string>> = {};
  for (const [path, versions] of [...versionsByPath].sort(byPath)) {
    const cut = path.lastIndexOf(".");
    const block = (blocks[path.slice(0, Math.max(0, cut))] ??= {});
    const key = versions.join(" ");
    block[key] = [block[key], path.slice(cut + 1)].filter((part) => part !== undefined).join(" ");
  }
  return { versions: charts.map(({ version }) => version), blocks };
}

function byPath([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

function versionOf(folder: string): string {
  return z.looseObject({ version: z.string() }).parse(parse(readFileSync(join(folder, "Chart.yaml"), "utf8")))
    .version;
}

function pathsOf(folder: string): ReadonlySet<string> {
  const values = jsonObject.parse(parse(readFileSync(join(folder, "values.yaml"), "utf8")));
  const shared = isObject(values["defaults"]) ? values["defaults"] : {};
  const paths = new Set<string>();
  collect(values, [], paths);
  // A workload accepts every key of `defaults`, which exists in charts from version 15 on.
  for (const name of workloadKeys) if (name in values) collect(shared, [name], paths);
  // No template reads `compactor.persistence.size`. It is listed as known, so that a separate check can name the right
  // key (lib/helm/checks/volumes.ts).
  addPath(["compactor", "persistence", "size"], paths);
  for (const path of namedByTemplates(join(folder, "templates"))) addPath(path.split("."), paths);
  return paths;
}

function collect(values: JsonObject, above: readonly string[], paths: Set<string>): void {
  for (const [key, value] of Object.entries(values)) {
    addPath([...above, key], paths);
    if (isObject(value)) collect(value, [...above, key], paths);
  }
}

function addPath(path: readonly string[], paths: Set<string>): void {
  const [block = "", part = ""] = path;
  const depth = walked.has(block) ? (deeper.has(part) ? 3 : 2) : 1;
  for (let length = 1; length <= Math.min(depth, path.length); length += 1) {
    paths.add(path.slice(0, length).join("."));
  }
}

function namedByTemplates(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(ya?ml|tpl|txt)$/.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), "utf8").matchAll(/\.Values((?:\.\w+)+)/g)])
    .map(([, path = ""]) => path.slice(1));
}
