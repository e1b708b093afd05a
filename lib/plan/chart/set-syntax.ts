import { usageError } from "../../base/errors.ts";
import type { Json } from "../../base/json.ts";

/** The path of a `--set` argument: object keys and list indices. `a.b[0]` is ["a", "b", 0]. */
export type SetPath = readonly (string | number)[];

export interface Setting {
  readonly path: SetPath;
  readonly value: Json;
}

/** The maximum number of nested keys in a `--set` argument, as in Helm (MaxNestedNameLevel). */
const maxDepth = 30;
/**
 * The maximum list index in a `--set` argument, limited because an index creates a list of that length. Helm accepts up
 * to 65536, but no list in the chart is longer than 1000.
 */
const maxIndex = 1000;
/** Keys that could change a JavaScript object's prototype. No chart has such a key. */
const reserved: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Parses one `--set` into its pairs. A dot separates keys, a comma separates pairs, `{a,b}` is a list, and
 * `\` escapes the next character. Throws usageError that names the key, never the value.
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

/**
 * Returns the value of a `--set` argument with the type that Helm gives it: true, false, null or a whole number. Any
 * other value is text, including 2.5 and 007.
 */
function typed(text: string): Json {
  const lower = text.toLowerCase();
  if (lower === "true" || lower === "false") return lower === "true";
  if (lower === "null") return null;
  const number = /^([-+]?[1-9]\d*|[-+]0+\d*|0)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number + 0 : text;
}

/** A position in a text. It moves from left to right as the text is read. */
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

  /** Reads up to the next unescaped character that is in `stops`. Returns the text without escapes. */
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
