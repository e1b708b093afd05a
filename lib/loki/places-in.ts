import { isObject, type Json } from "../base/json.ts";

const shown = 5;

/**
 * Returns where in a file stands what an error names: paths of keys ("field x not found"), or of values that it quotes. The
 * errors of Loki's own types have no line, and the runtime overrides are written anew before they are read.
 */
export function placesIn(file: Json, sentence: string): readonly string[] {
  const keys = new Set(captured(sentence, /field (\S+) (?:not found|already set)/g));
  const values = new Set(captured(sentence, /[`"]([^`"]+)[`"]/g).map(lowerCase));
  const found = pathsOf(file, "").filter(({ key, value }) => keys.has(key) || values.has(lowerCase(value)));
  return [...new Set(found.map(({ path }) => path))].slice(0, shown);
}

/** Loki quotes a size in capitals. */
function lowerCase(text: string): string {
  return text.toLowerCase();
}

function captured(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, word = ""]) => word);
}

interface Place {
  readonly path: string;
  readonly key: string;
  /** Empty for what is no scalar. */
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
