import { isObject, type Json, type JsonObject } from "../../base/json.ts";

/**
 * Lays chart values over others as Helm lays one file over another: objects merge, anything else replaces. Unlike
 * `layer`, a null stays: given to Helm it also takes away the chart's own default (an affinity, a storage class).
 */
export function layerValues(under: JsonObject, over: JsonObject): JsonObject {
  // A Map and not an object: a key named `__proto__` is a key like any other.
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isObject(value) && isObject(below) ? layerValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The value at a path, or undefined where there is none. */
export function valueAt(values: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    values,
  );
}

/** An object with one value at a path. */
export function nested([key, ...rest]: readonly string[], value: Json): JsonObject {
  if (key === undefined) return {};
  return { [key]: rest.length > 0 ? nested(rest, value) : value };
}
