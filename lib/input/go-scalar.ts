import type { YamlDialect } from "./yaml-dialect.ts";

export type Scalars = null | boolean | number | string;

const yes = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const no = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);
const words = new Map<string, Scalars>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

/**
 * Integers as Go parses them: strconv.ParseInt with base 0, after underscores are removed (yaml.v2 and v3, resolve.go).
 */
const integer = /^[-+]?(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9]\d*)$/;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/**
 * Returns the value of a plain scalar (no quotes, no tag) as Go's YAML resolves it (resolve.go of yaml.v2 2.4.0 and v3
 * 3.0.4).
 */
export function resolvePlain(text: string, dialect: YamlDialect): Scalars {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (dialect.booleans === "yes-and-no" && yes.has(text)) return true;
  if (dialect.booleans === "yes-and-no" && no.has(text)) return false;
  if (!/^[-+.\d]/.test(text)) return text;
  const digits = text.startsWith(".") ? text : text.replaceAll("_", "");
  if (integer.test(digits)) return integerOf(digits);
  if (float.test(digits)) return Number(digits);
  return dialect.dates === "timestamp" ? timestampOf(text) : text;
}

function integerOf(text: string): number {
  const [, sign = "", rest = ""] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const octal = /^0\d/.test(rest) ? `0o${rest.slice(1)}` : rest;
  return sign === "-" ? -Number(octal) : Number(octal);
}

/** Converts a date to a timestamp in RFC 3339; returns any other text unchanged. */
function timestampOf(text: string): string {
  const [, year = "", month = "", day = ""] = date.exec(text) ?? [];
  if (year === "") return text;
  const stamp = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}T00:00:00Z`;
  return Number.isNaN(Date.parse(stamp)) ? text : stamp;
}

/**
 * Returns the value of a scalar with a tag (`!!str 1`). Returns undefined if Go's YAML rejects this tag for this text.
 */
export function resolveTagged(tag: string, text: string, dialect: YamlDialect): Scalars | undefined {
  const short = tag.replace("tag:yaml.org,2002:", "!!");
  if (short === "!" || short === "!!str") return text;
  const value = resolvePlain(text, dialect);
  if (short === "!!int") return Number.isInteger(value) ? value : undefined;
  if (short === "!!float") return typeof value === "number" ? value : undefined;
  if (short === "!!bool") return typeof value === "boolean" ? value : undefined;
  if (short === "!!null") return value === null ? null : undefined;
  if (short === "!!timestamp") return typeof value === "string" ? value : undefined;
  return short === "!!binary" ? Buffer.from(text, "base64").toString("utf8") : undefined;
}
