/** A JSON or YAML value from outside lokiproof. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Merges `over` into `under` as Helm does: objects merge key by key, other values replace, and null deletes the key.
 */
export function layer(under: JsonObject, over: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? layer(isObject(below) ? below : {}, value) : value;
  }
  return merged;
}

/** Returns the value at a path of keys; undefined if the config has no value at that path. */
export function settingAt(config: JsonObject, path: readonly string[]): Json | undefined {
  let at: Json | undefined = config;
  for (const key of path) at = isObject(at) ? at[key] : undefined;
  return at;
}

/** Returns the text at a path of keys; empty if the config has no text at that path. */
export function textAt(config: JsonObject, path: readonly string[]): string {
  const value = settingAt(config, path);
  return typeof value === "string" ? value : "";
}
