import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { type KnownKeys, keysFor, keysOf, knownVersions } from "./known-keys.ts";
import { nearestKey } from "./nearest-key.ts";

/** A key that the planned Loki does not know. */
export interface UnknownSetting {
  readonly path: string;
  /** Known versions of Loki that have it. */
  readonly versions: readonly string[];
  /** What may be meant; undefined if nothing is near. */
  readonly nearest: string | undefined;
}

/**
 * Returns the keys of a config that a Loki of the planned version would refuse. A list's items and blocks whose keys
 * are the user's are not looked into: Loki's own check is. `undefined`: nobody knows which keys that version has.
 */
export function unknownSettings(config: JsonObject, planned: string): readonly UnknownSetting[] | undefined {
  const known = keysFor(planned);
  if (known === undefined) return undefined;
  return unknownPaths(config, [], known).map((path) => {
    const versions = knownVersions.filter((version) => keysOf(version).paths.has(path));
    return { path, versions, nearest: versions.length > 0 ? undefined : nearestKey(path, known) };
  });
}

/** Only the outermost unknown key is named: what is in it cannot be known either. */
function unknownPaths(block: JsonObject, above: readonly string[], known: KnownKeys): string[] {
  return Object.entries(block).flatMap(([key, value]: [string, Json]) => {
    const keys = [...above, key];
    const path = keys.join(".");
    if (value === null) return [];
    if (key.includes(".") || !known.paths.has(path)) return [path];
    return isObject(value) && !known.open.has(path) ? unknownPaths(value, keys, known) : [];
  });
}
