import { usageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";

/** Keys, and indices of lists: `a.b[0]` is ["a", "b", 0]. */
export type SetPath = readonly (string | number)[];

export interface Setting {
  readonly path: SetPath;
  readonly value: Json;
}

/** As many levels as Helm takes (MaxNestedNameLevel). */
const maxDepth = 30;
/** Helm takes 65536; no list of the chart's is longer than this, and each index makes a list as long. */
const maxIndex = 1000;
/** Names that every object of JavaScript has; no chart has such a key. */
const reserved: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads one `--set` into its pairs. `\` takes the next character as it is; a dot separates keys, a comma pairs; `{a,b}`
 * is a list. Throws usageError that names the key, never the value.
 */
export function parseSetting(setting: string): readonly Setting[] {
  const text = new Cursor(setting);
  const pairs: Setting[] = [];
  do pairs.push(readPair(text));
  while (text.take(","));
  return pairs;
}

function readPair(text: Cursor): Setting {
  const path = readPath(text);
  if (text.atEnd() || text.peek() === ",") throw text.slip("has no value", "empty");
  const value = text.take("{") ? readList(text) : readScalar(text);
  return { path, value };
}

function readPath(text: Cursor): SetPath {
  const path: (string | number)[] = [];
  for (;;) {
    const key = text.until("=,.[]");
    if (key === "" || reserved.has(key)) throw text.slip(`"${key}" is not the name of a value`);
    path.push(key);
    while (text.take("[")) path.push(readIndex(text));
    if (path.length > maxDepth) throw text.slip(`is deeper than ${maxDepth} levels`);
    if (text.take("=")) return path;
    if (!text.take(".")) throw text.slip("expected name=value with a name such as querier.replicas");
  }
}

function readIndex(text: Cursor): number {
  const digits = text.until("]=,.[");
  const index = /^\d{1,9}$/.test(digits) ? Number(digits) : Number.POSITIVE_INFINITY;
  if (!text.take("]")) throw text.slip("a bracket is not closed");
  if (index > maxIndex) throw text.slip(`expected an index from 0 to ${maxIndex} in brackets`);
  return index;
}

function readList(text: Cursor): Json {
  const items: Json[] = [];
  do items.push(typed(text.until(",}{")));
  while (text.take(","));
  if (!text.take("}")) throw text.slip("a brace is not closed");
  if (!text.atEnd() && text.peek() !== ",") throw text.slip("something follows the list");
  return items;
}

function readScalar(text: Cursor): Json {
  const scalar = text.until(",");
  if (scalar.split("{").length !== scalar.split("}").length) {
    throw text.slip("a brace is not closed, or not opened");
  }
  return typed(scalar);
}

/** As Helm reads it: true, false, null and whole numbers are themselves; all else is text, 2.5 and 007 with it. */
function typed(text: string): Json {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  if (lower === "null") return null;
  const number = /^([-+]?[1-9]\d*|[-+]0+\d*|0)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number + 0 : text;
}

/** A text that is read from left to right. */
class Cursor {
  readonly #setting: string;
  #at = 0;

  constructor(setting: string) {
    this.#setting = setting;
  }

  peek(): string | undefined {
    return this.#setting[this.#at];
  }

  atEnd(): boolean {
    return this.#at >= this.#setting.length;
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Everything before the next of these characters that is not escaped, with its escapes taken away. */
  until(stops: string): string {
    let read = "";
    for (let next = this.peek(); next !== undefined && !stops.includes(next); next = this.peek()) {
      if (this.take("\\") && this.atEnd()) throw this.slip("ends in a backslash");
      read += this.#setting[this.#at] ?? "";
      this.#at += 1;
    }
    return read;
  }

  slip(what: string, code = "syntax"): Error {
    const name = (this.#setting.split("=")[0] ?? "").slice(0, 100);
    const hint =
      code === "empty"
        ? "an unset variable? `null` takes a chart's default away"
        : "write it into a values file: -f values.yaml";
    return usageError(`--set ${name}: ${what}`, { code: "BAD_SET", hint });
  }
}
