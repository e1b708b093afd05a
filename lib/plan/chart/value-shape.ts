import { isObject, type Json } from "../../base/json.ts";

/** The shape of a chart value that is safe to install: a single checked value, or a map or list of checked values. */
export type ValueShape =
  | { readonly kind: "leaf"; readonly isHarmless: (value: Json) => boolean; readonly expected: string }
  | { readonly kind: "map"; readonly keys: Readonly<Record<string, ValueShape>> }
  | { readonly kind: "list"; readonly item: ValueShape };

export function leaf(expected: string, isHarmless: (value: Json) => boolean): ValueShape {
  return { kind: "leaf", isHarmless, expected };
}

export function map(keys: Readonly<Record<string, ValueShape>>): ValueShape {
  return { kind: "map", keys };
}

export function list(item: ValueShape): ValueShape {
  return { kind: "list", item };
}

/**
 * Accepts a chart value if it is text and `form` matches all of it. The chart prints values without quotes, so a line
 * break could add any other setting.
 */
export function text(expected: string, form: RegExp): ValueShape {
  return leaf(expected, (value) => typeof value === "string" && value.length <= 253 && form.test(value));
}

export function oneOf(...options: readonly Json[]): ValueShape {
  return leaf(options.map((option) => JSON.stringify(option)).join(" or "), (value) =>
    options.includes(value),
  );
}

export function either(...shapes: readonly ValueShape[]): ValueShape {
  const leaves = shapes.filter((shape) => shape.kind === "leaf");
  return leaf(leaves.map(({ expected }) => expected).join(", or "), (value) =>
    leaves.some(({ isHarmless }) => isHarmless(value)),
  );
}

export const toggle = leaf("true or false", (value) => typeof value === "boolean");

/**
 * The maximum number in a chart value. Larger numbers are not a realistic size, count or duration, and lose digits in
 * JSON.
 */
const maxNumber = 1e15;

export const wholeNumber = leaf(
  "a whole number from 0 on",
  (value) => isNumber(value) && Number.isInteger(value),
);

export const anyNumber = leaf("a number", isNumber);

export const quantity = either(
  anyNumber,
  text("a quantity such as 20Gi", /^\d{1,15}(\.\d{1,9})?(m|k|[KMGTPE]i?)?$/),
);

export const duration = either(
  wholeNumber,
  text("a duration such as 30s", /^(\d{1,9}(\.\d{1,9})?(ns|us|ms|s|m|h|d))+$/),
);

export const countOrPercent = either(wholeNumber, text("a percentage such as 25%", /^\d{1,3}%$/));

/** A Kubernetes object name, such as that of a volume or storage class. */
export const objectName = text("a name of Kubernetes", /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);

function isNumber(value: Json): value is number {
  return typeof value === "number" && value >= 0 && value <= maxNumber;
}

/** Returns true if the value is a mapping and `passes` accepts every key and value. */
export function isMapOf(value: Json | undefined, passes: (key: string, value: Json) => boolean): boolean {
  return isObject(value) && Object.entries(value).every(([key, inner]) => passes(key, inner));
}
