import type { ValueKind } from "./value-kind.ts";

/**
 * The harmless settings of a part of Loki's config, in the structure of that config. Settings that are not in the tree
 * are left out.
 */
export type SettingTree = { readonly [key: string]: SettingNode };
export type SettingNode = ValueKind | SettingList | SettingMap | SettingTree;

/** A list in Loki's config whose items all have the same form. */
export interface SettingList {
  readonly items: SettingNode;
}

/** An object in Loki's config with keys that the user chooses; `keys` says which keys are valid. */
export interface SettingMap {
  readonly keys: ValueKind;
  readonly values: SettingNode;
}

export function listOf(items: SettingNode): SettingList {
  return { items };
}

export function mapOf(keys: ValueKind, values: SettingNode): SettingMap {
  return { keys, values };
}

export function isKind(node: SettingNode): node is ValueKind {
  return "accepts" in node && typeof node.accepts === "function";
}

/**
 * Reports whether a node of the settings tree describes a list. A tree with the key `items` would look the same, but no
 * section of Loki's config has such a key.
 */
export function isList(node: SettingNode): node is SettingList {
  return !isKind(node) && "items" in node;
}

export function isMap(node: SettingNode): node is SettingMap {
  return !isKind(node) && "keys" in node && "values" in node;
}
