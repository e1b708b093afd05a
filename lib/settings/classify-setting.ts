import { droppedSettings, ourSettings, type SettingRule, storeSettings } from "./dropped-settings.ts";
import { keptSettings } from "./kept-settings.ts";
import { isKind, isList, isMap, type SettingNode } from "./setting-tree.ts";
import type { ValueKind } from "./value-kind.ts";

/**
 * How lokiproof treats a user's setting of Loki. `kept`: accepted if its value is of `kind`, and safe to print. `part`:
 * a block of which only some settings are accepted. `ours`: left out, because lokiproof sets it. `dropped`: left out.
 * `unclassed`: left out, because lokiproof does not know it.
 */
export type SettingClass =
  | { readonly class: "kept"; readonly kind: ValueKind }
  | { readonly class: "part"; readonly node: SettingNode }
  | { readonly class: "ours" | "dropped" | "unclassed"; readonly why: string };

const unclassed = "is not known to be harmless";

/**
 * Classifies a setting by its path in Loki's config, such as "limits_config.ingestion_rate_mb" or
 * "schema_config.configs[0].from".
 */
export function classifySetting(path: string | readonly string[]): SettingClass {
  const keys = typeof path === "string" ? path.replaceAll(/\[(\d+)\]/g, ".$1").split(".") : path;
  const node = nodeAt(keys);
  if (node !== undefined) return isKind(node) ? { class: "kept", kind: node } : { class: "part", node };
  const ours = ruleOf(keys, ourSettings);
  if (ours !== undefined) return { class: "ours", why: ours };
  const dropped = ruleOf(keys, droppedSettings) ?? ruleOf(keys, storeSettings);
  return dropped === undefined ? { class: "unclassed", why: unclassed } : { class: "dropped", why: dropped };
}

function nodeAt(keys: readonly string[]): SettingNode | undefined {
  return keys.reduce<SettingNode | undefined>(
    (node, key) => (node === undefined ? undefined : childOf(node, key)),
    keptSettings,
  );
}

/**
 * Returns the child of a node in the tree of settings, for a key or a list index. In a list, only an index finds a
 * child. A key finds none, so an object in place of a list has no children.
 */
function childOf(node: SettingNode, key: string): SettingNode | undefined {
  if (isKind(node)) return undefined;
  if (isList(node)) return /^\d+$/.test(key) ? node.items : undefined;
  if (isMap(node)) return node.keys.accepts(key) ? node.values : undefined;
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

function ruleOf(keys: readonly string[], rules: readonly SettingRule[]): string | undefined {
  return rules.find(([pattern]) => matches(pattern.split("."), keys))?.[1];
}

/**
 * Reports whether a rule's pattern matches a setting's path or a beginning of that path: a rule also covers everything
 * below its path.
 */
function matches([first, ...rest]: readonly string[], keys: readonly string[]): boolean {
  if (first === undefined) return true;
  if (first === "**") return keys.some((_, from) => matches(rest, keys.slice(from)));
  const [key, ...below] = keys;
  return key !== undefined && matchesKey(first, key) && matches(rest, below);
}

function matchesKey(pattern: string, key: string): boolean {
  const [before = "", after] = pattern.split("*");
  return after === undefined ? pattern === key : key.startsWith(before) && key.endsWith(after);
}
