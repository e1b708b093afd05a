import { type FloodForm, familyKey, familyOf } from "../../lib/traffic/bodies/body-spec.ts";
import type { ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import { json } from "./json.ts";
import { jsonGzip } from "./json-gzip.ts";
import { otlp } from "./otlp.ts";
import type { Encoder } from "./push.ts";
import { snappy } from "./snappy.ts";

/** Each from the ready-made bodies of its family. */
const formats: Readonly<Record<FloodForm["format"], (family: ReadyFamily) => Encoder>> = {
  snappy,
  json,
  "json-gzip": jsonGzip,
  otlp,
};

/** An encoder for each flood by its name; those alike share one, and its bodies. To be called while a user begins. */
export function openEncoders(
  floods: readonly (FloodForm & { readonly name: string })[],
  families: Readonly<Record<string, ReadyFamily>>,
): ReadonlyMap<string, Encoder> {
  const opened = new Map<string, Encoder>();
  const byName = new Map<string, Encoder>();
  for (const flood of floods) {
    const key = familyKey(familyOf(flood));
    const family = families[key];
    if (family === undefined) throw new Error(`no ready-made bodies for ${flood.name}: ${key}`);
    const shared = `${flood.format} ${key}`;
    const encoder = opened.get(shared) ?? formats[flood.format](family);
    opened.set(shared, encoder);
    byName.set(flood.name, encoder);
  }
  return byName;
}
