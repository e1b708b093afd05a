import { type JsonObject, layer } from "../base/json.ts";
import type { Breakage } from "./breakage-schema.ts";
import { layerValues } from "./chart/layer-values.ts";

/**
 * Merges several breakages (deliberate faults) of one stack. A check must be red if any breakage lists it in `mustRed`,
 * and is permitted to be red if any breakage lists it in `mayRed`.
 */
export function mergeBreakages(broken: readonly Breakage[]): Breakage | undefined {
  const [first, ...rest] = broken;
  return first === undefined ? undefined : rest.reduce(merged, first);
}

function merged(one: Breakage, other: Breakage): Breakage {
  return {
    ...one,
    ...other,
    name: `${one.name}+${other.name}`,
    description: `${one.description}; ${other.description}`,
    mustRed: [...one.mustRed, ...other.mustRed],
    mayRed: [...one.mayRed, ...other.mayRed],
    config: layer(one.config ?? {}, other.config ?? {}),
    ...(one.components || other.components ? { components: both(one.components, other.components) } : {}),
    ...(one.values || other.values ? { values: layerValues(one.values ?? {}, other.values ?? {}) } : {}),
    ...(one.overrides || other.overrides ? { overrides: { ...one.overrides, ...other.overrides } } : {}),
    ...(one.replicas || other.replicas ? { replicas: { ...one.replicas, ...other.replicas } } : {}),
  };
}

/**
 * Merges two records of objects. If both records have an object under the same key, the two objects are merged deeply.
 */
function both(
  one: Readonly<Record<string, JsonObject>> | undefined,
  other: Readonly<Record<string, JsonObject>> | undefined,
): Record<string, JsonObject> {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return Object.fromEntries([...names].map((name) => [name, layer(one?.[name] ?? {}, other?.[name] ?? {})]));
}
