import { isObject, type Json } from "../base/json.ts";

const shown = 5;

/**
 * Returns the paths in a config file to which Loki's error message refers, by a key ("field x not found") or a quoted
 * value. The paths replace line numbers: many errors of Loki have none, and those for runtime overrides refer to a copy
 * that Loki rewrites.
 */
export function placesIn(file: Json, sentence: string): readonly string[] {
  const keys = new Set(captured(sentence, /field (\S+) (?:not found|already set)/g));
  const values = new Set(captured(sentence, /[`"]([^`"]+)[`"]/g).map(lowerCase));
  const found = pathsOf(file, "").filter(({ key, value }) => keys.has(key) || values.has(lowerCase(value)));
  return [...new Set(found.map(({ path }) => path))].slice(0, shown);
}

/** Converts a text to lower case for comparisons, because Loki quotes sizes in upper case. */
function lowerCase(text: string): string {
  return text.toLowerCase();
}

function captured(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, word = ""]) => word);
}

interface Place {
  readonly path: string;
  readonly key: string;
  /** The value of a config key as text; empty unless the value is a scalar. */
  readonly value: string;
}

function pathsOf(value: Json, path: string): readonly Place[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const scalar = inner === null || typeof inner === "object" ? "" : `${inner}`;
    return [{ path: at, key, value: scalar }, ...pathsOf(inner, at)];
  });
}
