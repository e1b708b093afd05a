import { usageError } from "../../base/errors.ts";
import { isObject, type Json, type JsonObject } from "../../base/json.ts";
import { secrets } from "../../output/secret-registry.ts";
import { kindOf } from "./drop-reasons.ts";
import { parseSetting, type SetPath } from "./set-syntax.ts";

/**
 * Applies `--set a.b=c,d[0]=e` to chart values as Helm does (pkg/strvals/parser.go, 3.19), by merging each pair into
 * the values. Unlike Helm, refuses certain mistakes: no value, an unclosed brace or bracket, text after a list. Throws
 * usageError.
 */
export function setValues(settings: readonly string[], under: JsonObject = {}): JsonObject {
  return settings.reduce(
    (values, setting) =>
      parseSetting(setting).reduce((applied, { path, value }) => {
        secrets.addFrom(path.join("."), value);
        const placed = place(applied, path, value, { setting, at: "" });
        return isObject(placed) ? placed : applied;
      }, values),
    under,
  );
}

interface Where {
  readonly setting: string;
  /** The part of the `--set` path that is already resolved, for messages. */
  readonly at: string;
}

function place(under: Json | undefined, [step, ...rest]: SetPath, value: Json, where: Where): Json {
  if (step === undefined) return value;
  if (typeof step === "number") return placeInList(under, [step, ...rest], value, where);
  const at = where.at === "" ? step : `${where.at}.${step}`;
  if (under !== undefined && under !== null && !isObject(under)) throw conflict(under, "a mapping", where);
  const entries = new Map(Object.entries(under ?? {}));
  entries.set(step, place(entries.get(step), rest, value, { ...where, at }));
  return Object.fromEntries(entries);
}

function placeInList(
  under: Json | undefined,
  [index, ...rest]: readonly [number, ...SetPath],
  value: Json,
  where: Where,
): Json {
  if (under !== undefined && under !== null && !Array.isArray(under)) throw conflict(under, "a list", where);
  const items: Json[] = [...((under ?? []) as readonly Json[])];
  // Like Helm, fills list items that no `--set` names with null.
  while (items.length <= index) items.push(null);
  items[index] = place(items[index], rest, value, { ...where, at: `${where.at}[${index}]` });
  return items;
}

function conflict(found: Json, expected: string, { setting, at }: Where): Error {
  return usageError(
    `--set ${setting.split("=")[0]}: ${at} is ${kindOf(found)} in your values; this needs ${expected} there`,
    { code: "BAD_SET", hint: "take the value out of the values file, or set the whole of it there" },
  );
}
