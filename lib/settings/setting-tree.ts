import type { ValueKind } from "./value-kind.ts";

/** The harmless settings of a part of Loki's config, in the config's own structure. A key that is not in it is dropped. */
export type SettingTree = { readonly [key: string]: SettingNode };
export type SettingNode = ValueKind | SettingList | SettingMap | SettingTree;

/** A list whose items are all of one form. */
export interface SettingList {
  readonly items: SettingNode;
}

/** An object whose keys the user chooses; `keys` says what they may be. */
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

/** `items` is a node in a list, and would be one in a tree too: no section of Loki's has a key of this name. */
export function isList(node: SettingNode): node is SettingList {
  return !isKind(node) && "items" in node;
}

export function isMap(node: SettingNode): node is SettingMap {
  return !isKind(node) && "keys" in node && "values" in node;
}
