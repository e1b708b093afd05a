import { type BodyFamily, familyKey, specsOf } from "../../traffic/bodies/body-spec.ts";
import type { ReadyBody, ReadyFamily } from "../../traffic/bodies/ready-body.ts";
import type { LineFormat } from "../../traffic/line-id.ts";
import { bodiesDirOf, cachedBody, evictBodies } from "./body-cache.ts";
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
  const cache = { dir: bodiesDirOf(options.env), version: codeVersion() };
  const families: Record<string, ReadyFamily> = {};
  let made = 0;
  for (const family of wanted) {
    const key = familyKey(family);
    if (key in families) continue;
    const bodies: Record<LineFormat, ReadyBody[]> = { logfmt: [], json: [], access: [], java: [] };
    for (const spec of specsOf(family)) {
      options.signal.throwIfAborted();
      const found = await cachedBody(spec, cache);
      bodies[spec.lineFormat].push(found.body);
      if (found.made) made += 1;
    }
    families[key] = bodies;
  }
  await evictBodies(cache.dir, Date.now());
  return { families, made };
}
