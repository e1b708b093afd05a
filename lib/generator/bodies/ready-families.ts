import { type BodyFamily, familyKey } from "../../traffic/bodies/body-spec.ts";
import type { ReadyFamily } from "../../traffic/bodies/ready-body.ts";
import { bodiesDirOf, cachedFamily, evictBodies } from "./body-cache.ts";
import { codeVersion } from "./code-version.ts";

export interface ReadyFamilies {
  /** The families of ready-made push bodies by their `familyKey`. */
  readonly families: Readonly<Record<string, ReadyFamily>>;
  /** The number of push bodies that had to be created because the cache lacked them. */
  readonly made: number;
}

/**
 * Returns every push body of the families. Creates those that the cache (XDG_CACHE_HOME/lokiproof/bodies) lacks, then
 * trims the cache to its maximum size. Rejects if the cache cannot be written or a body cannot be created (HarnessError
 * BODY_UNPATCHABLE).
 */
export async function readyFamilies(
  wanted: readonly BodyFamily[],
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ReadyFamilies> {
  const cache = { dir: bodiesDirOf(options.env), version: codeVersion(), signal: options.signal };
  const families: Record<string, ReadyFamily> = {};
  let made = 0;
  for (const family of wanted) {
    const key = familyKey(family);
    if (key in families) continue;
    const found = await cachedFamily(family, cache);
    families[key] = found.family;
    made += found.made;
  }
  await evictBodies(cache.dir, Date.now());
  return { families, made };
}
