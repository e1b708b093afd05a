import type { Json } from "../base/json.ts";

/** What a setting's value may be. A value of another form is dropped, whatever the key is called. */
export interface ValueKind {
  /** For the reader: "expected a duration such as 30m". */
  readonly expected: string;
  readonly accepts: (value: Json) => boolean;
}

/** Returns a kind whose text values match a pattern; `also` accepts further values. */
function textKind(expected: string, pattern: RegExp, also?: (value: Json) => boolean): ValueKind {
  return {
    expected,
    accepts: (value) => (typeof value === "string" && pattern.test(value)) || also?.(value) === true,
  };
}

const isNumber = (value: Json): boolean => typeof value === "number" && Number.isFinite(value);

/** YAML 1.1 words for true and false are text to a YAML 1.2 parser, and a boolean to Loki's. */
export const boolean = textKind(
  "true or false",
  /^(true|false|yes|no|on|off)$/i,
  (value) => typeof value === "boolean",
);
export const number = textKind("a number", /^-?\d{1,20}(\.\d{1,20})?$/, isNumber);
/** Go's durations and Prometheus' (30d, 1w); a number is of nanoseconds. */
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
/** A name of a label, a policy or an index table. It has no dot, colon or slash, so that it is no address and no path. */
export const name = textKind("a name of letters, digits, - and _", /^[A-Za-z][\w-]{0,63}$/);
export const label = textKind("the name of a label", /^[A-Za-z_]\w{0,127}$/);
/** OpenTelemetry's attributes have dots: service.name. */
export const attribute = textKind("the name of an attribute", /^[A-Za-z_][\w-]{0,63}(\.[\w-]{1,63}){0,8}$/);
export const labelsText = textKind(
  "names with commas between them",
  /^([\w-]{1,64}(,\s*[\w-]{1,64}){0,63})?$/,
);
/** A selector or query: it has braces with matchers in them, and names no address. */
export const selector: ValueKind = {
  expected: 'a selector such as {app="api"}',
  accepts: (value) =>
    typeof value === "string" && value.length <= 2000 && hasMatchers(value) && !reachesOut(value),
};
/** A regular expression over queries or names: without a colon, slash or at sign it is no address and no path. */
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
/** What Loki appends to a line that it cuts. */
export const mark = textKind("a short mark such as [truncated]", /^[\w .[\](){}<>!-]{0,40}$/);

/** Returns the kind that is one of some words; Loki compares most of them in lower case. */
export function oneOf(...words: readonly string[]): ValueKind {
  return {
    expected: `one of ${words.map((word) => (word === "" ? '""' : word)).join(", ")}`,
    accepts: (value) => typeof value === "string" && words.includes(value.toLowerCase()),
  };
}

/** It has an operator; a plain text could be a host's name. */
const expressionForm = /^(?=.*[*+?^|()[\]\\])[\w\s.*+?^$|()[\]{}\\,=~"'<>!-]{1,500}$/;

function hasMatchers(text: string): boolean {
  return /\{[^{}]*\}/.test(text);
}

/** A URL, a template, or something that has a user name in it. */
function reachesOut(text: string): boolean {
  return /:\/\/|\$\{|\{\{|@/.test(text);
}
