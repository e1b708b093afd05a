import type { ReadyBody, ReadyFamily } from "../../lib/traffic/bodies/ready-body.ts";
import type { LineFormat } from "../../lib/traffic/line-id.ts";
import type { Push } from "./push.ts";

/** A family with what the files of its bodies became. */
export type OpenFamily<T> = Readonly<Record<LineFormat, readonly T[]>>;

/** Opens each body of a family; to be called while a virtual user begins, when alone k6 opens files. */
export function openFamily<T>(family: ReadyFamily, openBody: (ready: ReadyBody) => T): OpenFamily<T> {
  return {
    logfmt: family.logfmt.map(openBody),
    json: family.json.map(openBody),
    access: family.access.map(openBody),
    java: family.java.map(openBody),
  };
}

export function bodyOf<T>(family: OpenFamily<T>, { lineFormat, variant }: Push): T {
  const body = family[lineFormat][variant];
  if (body === undefined) throw new Error(`no ready-made body of ${lineFormat} lines, variant ${variant}`);
  return body;
}
