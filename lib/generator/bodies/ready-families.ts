import { type BodyFamily, familyKey } from "../../traffic/bodies/body-spec.ts";
import type { ReadyFamily } from "../../traffic/bodies/ready-body.ts";
import { bodiesDirOf, cachedFamily, evictBodies } from "./body-cache.ts";
import { codeVersion } from "./code-version.ts";

export interface ReadyFamilies {
  /** By `familyKey`. */
  readonly families: Readonly<Record<string, ReadyFamily>>;
  /** How many bodies had to be made; the others were there. */
  readonly made: number;
}

/**
 * Every body of the families, made where the cache (XDG_CACHE_HOME/lokiproof/bodies) lacks it, and the cache cut to its
 * bound. Rejects where it cannot be written, or a body not made (HarnessError BODY_UNPATCHABLE).
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
