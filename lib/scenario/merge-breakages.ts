import { type JsonObject, layer } from "../base/json.ts";
import type { Breakage } from "./breakage-schema.ts";

/** Several breakages of one stack as one: what each must turn red must all be red, what any may turn red may. */
export function mergeBreakages(broken: readonly Breakage[]): Breakage | undefined {
  const [first, ...rest] = broken;
  return first === undefined ? undefined : rest.reduce(merged, first);
}

function merged(one: Breakage, other: Breakage): Breakage {
  return {
    ...one,
    ...other,
    name: `${one.name}+${other.name}`,
    description: `${one.description}; ${other.description}`,
    mustRed: [...one.mustRed, ...other.mustRed],
    mayRed: [...one.mayRed, ...other.mayRed],
    ...both("config", one.config, other.config),
    ...both("components", one.components, other.components),
    ...(one.overrides || other.overrides ? { overrides: { ...one.overrides, ...other.overrides } } : {}),
    ...(one.replicas || other.replicas ? { replicas: { ...one.replicas, ...other.replicas } } : {}),
  };
}

function both<K extends "config" | "components">(
  key: K,
  one: JsonObject | undefined,
  other: JsonObject | undefined,
): Partial<Record<K, Record<string, JsonObject>>> {
  if (one === undefined && other === undefined) return {};
  return { [key]: layer(one ?? {}, other ?? {}) } as Partial<Record<K, Record<string, JsonObject>>>;
}
