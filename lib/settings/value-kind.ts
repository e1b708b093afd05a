import type { Json } from "../base/json.ts";

/** The valid values of a setting. A value of another form is left out, whatever the setting's key is. */
export interface ValueKind {
  /** The expected form of a setting's value, for messages: "a duration such as 30m". */
  readonly expected: string;
  readonly accepts: (value: Json) => boolean;
}

/** Returns a kind of value whose texts must match a pattern; `also` accepts further values. */
function textKind(expected: string, pattern: RegExp, also?: (value: Json) => boolean): ValueKind {
  return {
    expected,
    accepts: (value) => (typeof value === "string" && pattern.test(value)) || also?.(value) === true,
  };
}

const isNumber = (value: Json): boolean => typeof value === "number" && Number.isFinite(value);

/**
 * A boolean. The YAML 1.1 words such as "yes" and "off" arrive as text from a YAML 1.2 parser, but Loki's parser reads
 * them as booleans.
 */
export const boolean = textKind(
  "true or false",
  /^(true|false|yes|no|on|off)$/i,
  (value) => typeof value === "boolean",
);
export const number = textKind("a number", /^-?\d{1,20}(\.\d{1,20})?$/, isNumber);
/** A duration of Go or of Prometheus (30d, 1w); a number counts nanoseconds. */
export const duration = textKind(
  "a duration such as 30m",
  /^-?(\d{1,20}(\.\d{1,20})?(ns|us|µs|ms|s|m|h|d|w|y))+$|^0$/,
  isNumber,
);
export const size = textKind(
  "a size such as 256KB",
  /^-?(\d{1,20}(\.\d{1,20})?\s?([KMGTPE]i?)?B?)+$/i,
  isNumber,
);
/**
 * The name of a label, a policy or an index table. A name has no dot, colon or slash, so it cannot be an address or a
 * path.
 */
export const name = textKind("a name of letters, digits, - and _", /^[A-Za-z][\w-]{0,63}$/);
export const label = textKind("the name of a label", /^[A-Za-z_]\w{0,127}$/);
/** The name of an OpenTelemetry attribute, which can have dots: service.name. */
export const attribute = textKind("the name of an attribute", /^[A-Za-z_][\w-]{0,63}(\.[\w-]{1,63}){0,8}$/);
export const labelsText = textKind(
  "names with commas between them",
  /^([\w-]{1,64}(,\s*[\w-]{1,64}){0,63})?$/,
);
/**
 * A LogQL selector or query. The text must contain braces with matchers, and must not contain a URL, a template or an
 * at sign.
 */
export const selector: ValueKind = {
  expected: 'a selector such as {app="api"}',
  accepts: (value) =>
    typeof value === "string" && value.length <= 2000 && hasMatchers(value) && !reachesOut(value),
};
/**
 * A regular expression over queries or names. Without colon, slash and at sign, the text cannot be an address or a
 * path.
 */
export const expression: ValueKind = {
  expected: "a regular expression",
  accepts: (value) => typeof value === "string" && expressionForm.test(value) && !reachesOut(value),
};
export const pattern: ValueKind = {
  expected: "a query or a regular expression",
  accepts: (value) => selector.accepts(value) || expression.accepts(value),
};
export const day = textKind("a day such as 2024-01-31", /^\d{4}-\d{2}-\d{2}(T00:00:00(\.0+)?Z?)?$/);
export const time = textKind(
  "a time such as 2026-01-31T12:00:00Z",
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  (value) => value === 0 || value === "0",
);
/** The marker that Loki appends to a truncated line. */
export const mark = textKind("a short mark such as [truncated]", /^[\w .[\](){}<>!-]{0,40}$/);

/**
 * Returns a kind of value that accepts only the given words, in any letter case, because Loki compares most of them in
 * lower case.
 */
export function oneOf(...words: readonly string[]): ValueKind {
  return {
    expected: `one of ${words.map((word) => (word === "" ? '""' : word)).join(", ")}`,
    accepts: (value) => typeof value === "string" && words.includes(value.toLowerCase()),
  };
}

/**
 * The form of a regular expression in a setting. It must contain an operator, because a plain text could be a host
 * name.
 */
const expressionForm = /^(?=.*[*+?^|()[\]\\])[\w\s.*+?^$|()[\]{}\\,=~"'<>!-]{1,500}$/;

function hasMatchers(text: string): boolean {
  return /\{[^{}]*\}/.test(text);
}

/** Reports whether a text contains a URL, a template, or an at sign, which could follow a user name. */
function reachesOut(text: string): boolean {
  return /:\/\/|\$\{|\{\{|@/.test(text);
}
