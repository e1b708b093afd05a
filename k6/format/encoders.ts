import { open } from "k6/experimental/fs";
import { type FloodForm, familyKey, familyOf } from "../../lib/traffic/bodies/body-spec.ts";
import type { ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { BodyEncoder } from "./body-encoder.ts";
import type { Encoder } from "./push.ts";
import { wireFormats } from "./wire-formats.ts";

/**
 * Opens an encoder for each flood, and returns the encoders by the flood's name. Floods with the same format and family
 * of prebuilt bodies share one encoder. Call this function when a virtual user starts, because k6 opens files only
 * then.
 */
export async function openEncoders(
  floods: readonly (FloodForm & { readonly name: string })[],
  families: Readonly<Record<string, ReadyFamily>>,
): Promise<ReadonlyMap<string, Encoder>> {
  const opened = new Map<string, Encoder>();
  const byName = new Map<string, Encoder>();
  for (const flood of floods) {
    const key = familyKey(familyOf(flood));
    const family = families[key];
    if (family === undefined) throw new Error(`no ready-made bodies for ${flood.name}: ${key}`);
    const shared = `${flood.format} ${key}`;
    const known = opened.get(shared);
    const encoder = known ?? new BodyEncoder(wireFormats[flood.format], family, await open(family.file));
    opened.set(shared, encoder);
    byName.set(flood.name, encoder);
  }
  return byName;
}
