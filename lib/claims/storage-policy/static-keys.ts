import { isObject, type Json } from "../../base/json.ts";

/** Matches a URL that contains a user and a password: `s3://key:secret@region/bucket`. */
const urlWithKeys = /^[a-z0-9]+:\/\/[^/@:]+:[^/@]*@/i;
const keyNames = new Set(["access_key_id", "secret_access_key", "session_token"]);

/**
 * Returns the paths in a Loki config that hold a static key of the object store ("storage_config.aws.access_key_id").
 * Never returns the keys, because they are secret. A `${NAME}` that Loki expands from its environment is not a static
 * key.
 */
export function staticKeyPaths(config: Json, at: readonly string[] = []): readonly string[] {
  if (Array.isArray(config))
    return config.flatMap((item: Json, i) => staticKeyPaths(item, [...at, String(i)]));
  if (isObject(config))
    return Object.entries(config).flatMap(([name, value]) => staticKeyPaths(value, [...at, name]));
  if (typeof config !== "string" || config === "" || /^\$\{[^}]+\}$/.test(config)) return [];
  const isKey = keyNames.has(at.at(-1) ?? "") || urlWithKeys.test(config);
  return isKey ? [at.join(".")] : [];
}
