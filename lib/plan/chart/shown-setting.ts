import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { hidden } from "../../output/hide-url-parts.ts";
import { isSecretKey, secretsIn } from "../../output/secrets-in.ts";
import { harmlessConfig, keepHarmlessOverrides } from "../../settings/keep-harmless.ts";
import { keptValues } from "./kept-values.ts";
import { lokiConfigOf } from "./loki-sections.ts";
import { runtimeOverridesOf } from "./runtime-overrides.ts";
import { parseSetting, type SetPath, type Setting } from "./set-syntax.ts";

export interface ShownSetting {
  /** The `--set` argument as shown, with `***` for each hidden value. */
  readonly text: string;
  /** The names of the values that are hidden in a `--set` argument. */
  readonly hidden: readonly string[];
}

/**
 * Returns a `--set` argument that is safe to print. Hides each value that the stack does not run with, and each that
 * looks like a secret.
 */
export function shownSetting(setting: string, chartVersion: string): ShownSetting {
  const pairs = parseSetting(setting).map((pair) => ({
    name: nameOf(pair.path),
    value: pair.value,
    isShown: isTaken(pair, chartVersion) && looksPrintable(nameOf(pair.path), pair.value),
  }));
  const gone = pairs.filter(({ isShown }) => !isShown).map(({ name }) => name);
  if (gone.length === 0) return { text: setting, hidden: [] };
  const shown = pairs.map(({ name, value, isShown }) => `${name}=${isShown ? textOf(value) : hidden}`);
  return { text: shown.join(","), hidden: gone };
}

/**
 * Returns whether the stack runs with a `--set` value, which is so if it is known to be harmless and has the right
 * type.
 */
function isTaken({ path, value }: Setting, chartVersion: string): boolean {
  // A null or a boolean cannot be a secret, so it is always shown.
  if (value === null || typeof value === "boolean") return true;
  const values = nested(path, value);
  const left = [
    ...keptValues(values, chartVersion).leftOut,
    ...harmlessConfig(lokiConfigOf(values)).dropped,
    ...keepHarmlessOverrides(runtimeOverridesOf(values).overrides).dropped,
  ];
  return left.length === 0;
}

function nested(path: SetPath, value: Json): JsonObject {
  const whole = path.reduceRight<Json>(
    (inner, step) => (typeof step === "number" ? [inner] : { [step]: inner }),
    value,
  );
  return isObject(whole) ? whole : {};
}

function looksPrintable(name: string, value: Json): boolean {
  if (Array.isArray(value)) return value.every((item: Json) => looksPrintable(name, item));
  if (value === null || typeof value === "boolean") return true;
  if (isSecretKey(name)) return false;
  const text = textOf(value);
  return /^[\w.:/+-]{0,64}$/u.test(text) && secretsIn(name, text).length === 0;
}

function textOf(value: Json): string {
  return Array.isArray(value)
    ? `{${value.map(textOf).join(",")}}`
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
}

function nameOf(path: SetPath): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step.replaceAll(/[.\\,=[\]]/gu, "\\$&")}`))
    .join("")
    .slice(1);
}
