import { isObject, type Json, type JsonObject } from "../../base/json.ts";

/**
 * Merges chart values as Helm merges values files: objects merge, anything else replaces. Unlike `layer`, keeps a null,
 * because a null makes Helm remove the chart's own default (an affinity, a storage class).
 */
export function layerValues(under: JsonObject, over: JsonObject): JsonObject {
  // A Map treats a key named `__proto__` like any other key; an object would not.
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isObject(value) && isObject(below) ? layerValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** Returns the value at a path, or undefined if the path does not exist. */
export function valueAt(values: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    values,
  );
}

/** Returns an object that contains only the given value, at the given path. */
export function nested([key, ...rest]: readonly string[], value: Json): JsonObject {
  if (key === undefined) return {};
  return { [key]: rest.length > 0 ? nested(rest, value) : value };
}
