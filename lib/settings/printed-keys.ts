import { parse } from "yaml";
import { isObject, type Json } from "../base/json.ts";
import { classifySetting } from "./classify-setting.ts";

/**
 * Flags that Loki prints as part of its config but that are not config file keys (pkg/loki/config_wrapper.go, 3.7.8).
 */
const flags: ReadonlySet<string> = new Set([
  "verifyconfig",
  "printversion",
  "printconfig",
  "listtargets",
  "logconfig",
  "configfile",
  "configexpandenv",
]);

/**
 * Returns every key of the config that Loki prints (`-print-config-stderr`), sorted. A key that lokiproof accepts from
 * users is followed by its default as JSON. `.*` marks a key whose inner keys are chosen by the user, or are not
 * printed while it is empty.
 */
export function printedKeys(output: string): readonly string[] {
  const config: Json = parse(output.slice(output.indexOf("---\n")).split(/^level=/m)[0] ?? "");
  const lines = linesOf(config, []);
  return [...new Set(lines)].sort((one, other) => (one < other ? -1 : 1));
}

function linesOf(value: Json, keys: readonly string[]): string[] {
  const path = keys.join(".");
  if (isObject(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value).filter(([key]) => keys.length > 0 || !flags.has(key));
    return entries.flatMap(([key, inner]) => linesOf(inner, [...keys, key]));
  }
  const { class: is } = classifySetting(keys);
  // The printed values of a schema are not Loki's defaults: they come from the config that Loki was given to make it
  // print the keys.
  const shown = (is === "kept" || is === "part") && keys[0] !== "schema_config";
  const standard = shown && value !== null ? ` ${JSON.stringify(value)}` : "";
  return [`${path}${isOpen(value) ? ".*" : ""}${standard}`];
}

/** Reports whether unknown keys can be below a value. A list of plain values has no keys in it. */
function isOpen(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some((item) => typeof item === "object");
  return value === null || typeof value === "object";
}
