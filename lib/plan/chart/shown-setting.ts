import type { Json } from "../../base/json.ts";
import { hidden } from "../../output/hide-url-parts.ts";
import { isSecretKey, secretsIn } from "../../output/secrets-in.ts";
import { parseSetting, type SetPath } from "./set-syntax.ts";

export interface ShownSetting {
  /** As it is typed for `--set`, with `***` for each value that is not shown. */
  readonly text: string;
  /** The names of those values. */
  readonly hidden: readonly string[];
}

/** A `--set` as it may be printed: numbers, switches, sizes, names and versions, unless their name is one of a secret's. */
export function shownSetting(setting: string): ShownSetting {
  const pairs = parseSetting(setting).map(({ path, value }) => ({ name: nameOf(path), value }));
  const gone = pairs.filter(({ name, value }) => !isPrintable(name, value)).map(({ name }) => name);
  if (gone.length === 0) return { text: setting, hidden: [] };
  const shown = pairs.map(({ name, value }) =>
    isPrintable(name, value) ? `${name}=${textOf(value)}` : `${name}=${hidden}`,
  );
  return { text: shown.join(","), hidden: gone };
}

function isPrintable(name: string, value: Json): boolean {
  if (Array.isArray(value)) return value.every((item: Json) => isPrintable(name, item));
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
