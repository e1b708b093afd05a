import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { type KnownKeys, keysFor, keysOf, knownVersions } from "./known-keys.ts";
import { nearestKey } from "./nearest-key.ts";

/** A config key that the planned Loki does not know. */
export interface UnknownSetting {
  readonly path: string;
  /** The known versions of Loki in which the unknown key exists. */
  readonly versions: readonly string[];
  /** The known key that the user probably intended; undefined if no key is similar. */
  readonly nearest: string | undefined;
}

/**
 * Returns the keys of a config that Loki of the planned version would reject as unknown. Lists and free-form maps are
 * not searched, because Loki's own config check covers them. Returns undefined if the planned version's keys are not
 * known.
 */
export function unknownSettings(config: JsonObject, planned: string): readonly UnknownSetting[] | undefined {
  const known = keysFor(planned);
  if (known === undefined) return undefined;
  return unknownPaths(config, [], known).map((path) => {
    const versions = knownVersions.filter((version) => keysOf(version).paths.has(path));
    return { path, versions, nearest: versions.length > 0 ? undefined : nearestKey(path, known) };
  });
}

/**
 * Returns the paths of unknown config keys. Only the outermost key is returned, because the keys inside an unknown key
 * cannot be known either.
 */
function unknownPaths(block: JsonObject, above: readonly string[], known: KnownKeys): string[] {
  return Object.entries(block).flatMap(([key, value]: [string, Json]) => {
    const keys = [...above, key];
    const path = keys.join(".");
    if (value === null) return [];
    if (key.includes(".") || !known.paths.has(path)) return [path];
    return isObject(value) && !known.open.has(path) ? unknownPaths(value, keys, known) : [];
  });
}
