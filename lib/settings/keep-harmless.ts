import { isObject, type Json, type JsonObject } from "../base/json.ts";
import { classifySetting } from "./classify-setting.ts";
import type { DroppedSetting, HarmlessConfig } from "./harmless-config.ts";
import { inOwnStore } from "./own-store.ts";

/**
 * Returns the part of a user's Loki config that a lokiproof stack runs with, and the settings that are left out. The
 * stack's own S3 replaces every store of the config.
 */
export function harmlessConfig(config: JsonObject): HarmlessConfig {
  const moved = inOwnStore(config);
  const kept = keepHarmless(moved.config);
  return { config: kept.config, dropped: [...moved.dropped, ...kept.dropped] };
}

/**
 * Returns the part of a Loki config that is known to be harmless. A null under an accepted key is kept, because a null
 * deletes that key from the config on which this one is merged.
 */
export function keepHarmless(config: JsonObject): HarmlessConfig {
  const dropped: DroppedSetting[] = [];
  const kept = keepValue(config, [], dropped);
  return { config: isObject(kept) ? kept : {}, dropped };
}

/** Returns the harmless part of runtime overrides by tenant. A tenant whose value is null is kept. */
export function keepHarmlessOverrides(overrides: JsonObject): HarmlessConfig {
  const dropped: DroppedSetting[] = [];
  const config = Object.fromEntries(
    Object.entries(overrides).map(([tenant, limits]) => {
      if (!isObject(limits)) return [tenant, limits === null ? null : {}];
      const { config: kept, dropped: gone } = keepHarmless({ limits_config: limits });
      const moved = gone.map(({ path, why }) => ({
        path: `${tenant}${path.slice("limits_config".length)}`,
        why,
      }));
      dropped.push(...moved);
      return [tenant, kept["limits_config"] ?? {}];
    }),
  );
  return { config, dropped };
}

function keepValue(value: Json, keys: readonly string[], dropped: DroppedSetting[]): Json | undefined {
  const drop = (why: string): undefined => {
    dropped.push({ path: textOf(keys), why });
    return undefined;
  };
  const setting = keys.length === 0 ? undefined : classifySetting(keys);
  if (setting?.class === "kept") {
    if (value === null || setting.kind.accepts(value)) return value;
    return drop(`its value is not ${setting.kind.expected}`);
  }
  const kept = setting === undefined || setting.class === "part";
  if (value === null) return kept ? value : undefined;
  if (!kept) return drop(setting.why);
  if (Array.isArray(value)) return keepItems(value as readonly Json[], keys, dropped);
  return isObject(value) ? keepEntries(value, keys, dropped) : drop("is not a block of settings");
}

function keepItems(items: readonly Json[], keys: readonly string[], dropped: DroppedSetting[]): Json {
  return items.flatMap((item, index) => {
    const path = [...keys, String(index)];
    const lost: DroppedSetting[] = [];
    const kept = keepValue(item, path, lost);
    dropped.push(...lost);
    if (kept === undefined) return [];
    if (lost.length === 0 || !isObject(item) || isPeriod(keys)) return [kept];
    dropped.push({
      path: textOf(path),
      why: "what is left of it without the above would mean something else",
    });
    return [];
  });
}

/**
 * Reports whether a list item is a schema period. Any other list item that loses a setting is dropped, because the rest
 * would mean something else: Loki takes a blocked query without a pattern as blocking every query
 * (pkg/logql/blocker.go, 3.7.8).
 */
function isPeriod(keys: readonly string[]): boolean {
  return keys[0] === "schema_config";
}

function keepEntries(block: JsonObject, keys: readonly string[], dropped: DroppedSetting[]): JsonObject {
  return Object.fromEntries(
    Object.entries(block).flatMap(([key, inner]) => {
      const kept = keepValue(inner, [...keys, key], dropped);
      return kept === undefined ? [] : [[key, kept] as const];
    }),
  );
}

function textOf(keys: readonly string[]): string {
  return keys
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}
