import { isObject, type Json, type JsonObject, layer } from "../base/json.ts";
import type { HarmlessConfig } from "./harmless-config.ts";
import { harmlessConfig } from "./keep-harmless.ts";

/**
 * Address settings that only a breakage (a deliberate fault of the stack) is permitted to set, to make a component
 * unreachable. Only loopback ports on which nothing listens are accepted: IANA assigns the first 19 ports to services
 * that nobody runs any more.
 */
const deadAddresses: readonly (readonly string[])[] = [
  ["frontend", "scheduler_address"],
  ["ruler", "evaluation", "query_frontend", "address"],
];
const deadAddress = /^127\.0\.0\.1:(\d|1\d)$/;

/**
 * Returns the settings that are accepted from a breakage's Loki config: harmless settings, and addresses where nothing
 * listens.
 */
export function breakageConfig(config: JsonObject): HarmlessConfig {
  const dead = deadAddressesOf(config);
  const others = Object.keys(dead).length === 0 ? config : withoutDead(config);
  const kept = harmlessConfig(others);
  return { config: layer(kept.config, dead), dropped: kept.dropped };
}

/** Returns only the address settings of a breakage's config that name a port where nothing listens. */
export function deadAddressesOf(config: JsonObject): JsonObject {
  return deadAddresses
    .filter((path) => isDead(valueAt(config, path)))
    .reduce<JsonObject>((dead, path) => layer(dead, nested(path, valueAt(config, path) ?? null)), {});
}

function isDead(value: Json | undefined): boolean {
  return typeof value === "string" && deadAddress.test(value);
}

function withoutDead(config: JsonObject, above: readonly string[] = []): JsonObject {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
      const path = [...above, key];
      const named = deadAddresses.some((one) => one.join(".") === path.join("."));
      if (named && isDead(value)) return [];
      const inner = isObject(value) ? withoutDead(value, path) : value;
      // A config block that contained nothing but the address is removed too.
      return isObject(inner) && isObject(value) && emptied(value, inner) ? [] : [[key, inner] as const];
    }),
  );
}

function emptied(before: JsonObject, after: JsonObject): boolean {
  return Object.keys(before).length > 0 && Object.keys(after).length === 0;
}

function valueAt(config: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), config);
}

function nested([key, ...rest]: readonly string[], value: Json): JsonObject {
  if (key === undefined) return {};
  return { [key]: rest.length > 0 ? nested(rest, value) : value };
}
