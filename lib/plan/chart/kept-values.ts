import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { chartHasKey, listedVersion } from "./chart-keys.ts";
import type { ChangedValue } from "./chart-schema.ts";
import { whyDropped } from "./drop-reasons.ts";
import { isLokiSection, otherSpelling } from "./loki-sections.ts";
import type { ValueShape } from "./value-shape.ts";
import { chartShape } from "./workload-shapes.ts";

/**
 * The user's chart values that are installed, and those that are left out, with the reasons. Loki's own config is in
 * neither list.
 */
export interface KeptValues {
  readonly values: JsonObject;
  readonly leftOut: readonly ChangedValue[];
}

/** Keeps the chart values that are known to be harmless and have the right type. Lists all other values as left out. */
export function keptValues(values: JsonObject, chartVersion: string): KeptValues {
  const listed = listedVersion(chartVersion);
  const leftOut: ChangedValue[] = [];
  const drop = (path: readonly string[], why: string): undefined => {
    leftOut.push({ path: joined(path), why });
    return undefined;
  };
  const keptKey = (value: Json, path: readonly string[], shape: ValueShape | undefined): Json | undefined =>
    chartHasKey(path, listed) ? kept(value, path, shape) : drop(path, noSuchKey(path, chartVersion));
  const kept = (value: Json, path: readonly string[], shape: ValueShape | undefined): Json | undefined => {
    if (shape === undefined) return drop(path, whyDropped(path, value, shape));
    // A null makes Helm remove the chart's default, which is harmless for a single value. If a top-level block were
    // null, Helm would remove all defaults in the block, so this null is left out.
    if (value === null) return shape.kind === "map" && path.length < 2 ? drop(path, emptyBlock) : null;
    if (shape.kind === "leaf" && shape.isHarmless(value)) return value;
    if (shape.kind === "map" && isObject(value)) return keptMap(value, path, shape.keys);
    if (shape.kind === "list" && Array.isArray(value)) return keptList(value, path, shape.item);
    return drop(path, whyDropped(path, value, shape));
  };
  const keptMap = (
    block: JsonObject,
    path: readonly string[],
    shapes: Readonly<Record<string, ValueShape>>,
  ): JsonObject =>
    Object.fromEntries(
      Object.entries(block)
        .filter(([key]) => !isLokiPlan(path, key))
        .map(([key, value]) => [key, keptKey(value, [...path, key], own(shapes, key))] as const)
        .filter((entry): entry is [string, Json] => entry[1] !== undefined),
    );
  const keptList = (items: readonly Json[], path: readonly string[], shape: ValueShape): Json =>
    items
      .map((item, index) => kept(item, [...path.slice(0, -1), `${path.at(-1)}[${index}]`], shape))
      .filter((item) => item !== undefined);
  return { values: keptMap(values, [], chartShape), leftOut };
}

const emptyBlock = "is empty: Helm would take away all that the chart has under it";

function own(shapes: Readonly<Record<string, ValueShape>>, key: string): ValueShape | undefined {
  return Object.hasOwn(shapes, key) ? shapes[key] : undefined;
}

function noSuchKey(path: readonly string[], version: string): string {
  const meant = otherSpelling(path);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `chart ${version} has no such key; Helm ignores it${hint}`;
}

/**
 * Returns true for chart values that hold Loki's config, runtime overrides or version. They go into the plan
 * (read-chart.ts) and are not listed as left out.
 */
function isLokiPlan(path: readonly string[], key: string): boolean {
  const at = path.join(".");
  return at === "loki.image"
    ? key === "tag"
    : at === "loki" && (isLokiSection(key) || key === "runtimeConfig");
}

/**
 * Joins the keys of a path with dots. A key that contains a dot or bracket is quoted, so that the path is unambiguous.
 */
function joined(path: readonly string[]): string {
  return path.map((key) => (/^[\w-]+(\[\d+\])*$/.test(key) ? key : JSON.stringify(key))).join(".");
}
