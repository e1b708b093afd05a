import type { LevelDetector } from "../promises/detected-level.ts";
import { detectedLevel, type FieldFilter, type LineFilter, type Pipeline } from "./ask.ts";

/** The fields that a LogQL parser finds in a line, as text. */
export type Fields = Readonly<Record<string, string>>;

/**
 * Returns the fields that a LogQL parser finds in a line, and the level that Loki detects in the line. Returns
 * undefined if the parser cannot read the line. Handles only lokiproof's own lines: flat JSON, and logfmt with values
 * that are in double quotes or have no space.
 */
export function parseFields(
  line: string,
  parser: Pipeline["parser"],
  levelOf: LevelDetector,
): Fields | undefined {
  const detected = { [detectedLevel]: levelOf(line) };
  if (parser === undefined) return detected;
  const fields = parser === "json" ? jsonFields(line) : logfmtFields(line);
  return fields === undefined ? undefined : { ...fields, ...detected };
}

export function matches(line: string, fields: Fields, { filters = [], where }: Pipeline): boolean {
  return filters.every((filter) => passes(line, filter)) && (where === undefined || holds(fields, where));
}

function passes(line: string, { op, text }: LineFilter): boolean {
  if (op === "|~") return new RegExp(text).test(line);
  return line.includes(text) === (op === "|=");
}

function holds(fields: Fields, { field, op, value }: FieldFilter): boolean {
  const found = fields[field];
  if (found === undefined) return false;
  if (op === "=") return found === value;
  return op === ">" ? Number(found) > Number(value) : Number(found) >= Number(value);
}

function logfmtFields(line: string): Fields {
  const pairs = [...line.matchAll(/([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g)];
  return Object.fromEntries(pairs.map(([, name = "", quoted, plain]) => [name, quoted ?? plain ?? ""]));
}

function jsonFields(line: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed !== "object" || parsed === null) return undefined;
    return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
  } catch {
    return undefined;
  }
}
