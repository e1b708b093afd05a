import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject } from "../../base/json.ts";
import { type ChartKeyList, chartKeyList } from "./chart-key-list.ts";

let read: ChartKeyList | undefined;

/**
 * Returns the list of chart keys that write-chart-keys.ts generated from the charts' values.yaml files and templates.
 */
function list(): ChartKeyList {
  read ??= chartKeyList.parse(JSON.parse(readFileSync(join(import.meta.dirname, "chart-keys.json"), "utf8")));
  return read;
}

/**
 * Returns the chart version whose list of keys to use for a version or range: the newest listed version that is not
 * newer, else the oldest.
 */
export function listedVersion(version: string): string {
  const wanted = numbers(version);
  const { versions } = list();
  const older = versions.filter((one) => compare(numbers(one), wanted) <= 0);
  return older.at(-1) ?? versions[0] ?? version;
}

/** Returns the paths of values that the chart does not have. Each path ends at its first unknown key. */
export function unknownPaths(values: JsonObject, version: string, above: readonly string[] = []): string[][] {
  const listed = listedVersion(version);
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...above, key];
    if (!chartHasKey(path, listed)) return [path];
    return isObject(value) && keysOf(path.join("."), listed).size > 0
      ? unknownPaths(value, version, path)
      : [];
  });
}

/** Returns true if the chart has a key at this path, or if the keys of the enclosing block are not listed. */
export function chartHasKey(path: readonly string[], listed: string): boolean {
  const block = path.slice(0, -1).join(".");
  const keys = keysOf(block, listed);
  return keys.size === 0 || keys.has(path.at(-1) ?? "");
}

/** Returns the chart's keys of a block ("" is the top level), or an empty set if the block's keys are not listed. */
export function keysOf(block: string, listed: string): ReadonlySet<string> {
  const { blocks } = list();
  const byVersions = Object.hasOwn(blocks, block) ? blocks[block] : undefined;
  return new Set(
    Object.entries(byVersions ?? {})
      .filter(([versions]) => versions.split(" ").includes(listed))
      .flatMap(([, keys]) => keys.split(" ")),
  );
}

/**
 * Returns the three numbers of a version. A number that is missing or not a number is Infinity, so that "6.*" is newer
 * than every listed 6.x.
 */
function numbers(version: string): readonly number[] {
  return [0, 1, 2].map((index) => {
    const part = version.replace(/^[^\d*x]*/, "").split(/[.+-]/)[index];
    return part === undefined || !/^\d+$/.test(part) ? Number.POSITIVE_INFINITY : Number(part);
  });
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at < 0 ? 0 : Math.sign((one[at] ?? 0) - (other[at] ?? 0));
}
