import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, settingAt } from "../../base/json.ts";
import { keepHarmless } from "../../settings/keep-harmless.ts";

/**
 * Paths of the settings that checks compare with the running Loki. The rest of a running config is addresses, paths and
 * credentials, which no plan needs. With defaults, the complete config has 1,500 lines (3.7.8).
 */
const wanted: readonly (readonly string[])[] = [
  ["auth_enabled"],
  ["schema_config"],
  ["limits_config"],
  ["ingester", "chunk_target_size"],
  ["ingester", "chunk_idle_period"],
  ["ingester", "max_chunk_age"],
  ["ingester", "chunk_encoding"],
  ["ingester", "wal", "enabled"],
  ["distributor", "otlp_config"],
  ["querier", "max_concurrent"],
  ["querier", "query_ingesters_within"],
  ["querier", "multi_tenant_queries_enabled"],
  ["frontend", "scheduler_worker_concurrency"],
  ["query_scheduler", "use_scheduler_ring"],
  ["index_gateway", "mode"],
  ["ruler", "enable_sharding"],
  ["compactor", "retention_enabled"],
  ["compactor", "delete_request_store"],
  ["compactor", "compaction_interval"],
  ["runtime_config", "period"],
];

/**
 * Returns the part of a running Loki's config that checks need: the wanted settings that differ from Loki's own
 * defaults, without secrets. `actual` and `defaults` are the answers of `GET /config` and `GET /config?mode=defaults`
 * (pkg/loki/config_handler.go, 3.7.8). The replication factor is returned as `common.replication_factor`, however it
 * was set, because Loki takes it from the ingester's ring (pkg/loki/config_wrapper.go, 3.7.8).
 */
export function learnConfig(actual: JsonObject, defaults: JsonObject): JsonObject {
  const learned: Record<string, Json> = {};
  for (const path of wanted) {
    const value = difference(settingAt(actual, path), settingAt(defaults, path));
    if (value !== undefined) place(learned, path, value);
  }
  const limits = learned["limits_config"];
  if (isObject(limits) && isDefaultOtlp(limits["otlp_config"], defaults)) {
    learned["limits_config"] = Object.fromEntries(
      Object.entries(limits).filter(([limit]) => limit !== "otlp_config"),
    );
  }
  const factor = settingAt(actual, ["ingester", "lifecycler", "ring", "replication_factor"]);
  if (typeof factor === "number") learned["common"] = { replication_factor: factor };
  return keepHarmless(learned).config;
}

/**
 * Returns whether the `otlp_config` limit that Loki shows is only a default. If nobody configured this limit, a running
 * Loki shows the distributor's default list of attributes in its place (pkg/loki/loki.go, 3.7.8:
 * LimitsConfig.SetGlobalOTLPConfig).
 */
function isDefaultOtlp(shown: Json | undefined, defaults: JsonObject): boolean {
  const path = ["distributor", "otlp_config", "default_resource_attributes_as_index_labels"];
  const attributes = settingAt(defaults, path);
  const byDefault = { resource_attributes: { attributes_config: [{ action: "index_label", attributes }] } };
  return attributes !== undefined && isDeepStrictEqual(shown, byDefault);
}

/** Returns the part of a running config that differs from Loki's default config; undefined if nothing differs. */
function difference(actual: Json | undefined, standard: Json | undefined): Json | undefined {
  if (actual === undefined || isDeepStrictEqual(actual, standard)) return undefined;
  if (!isObject(actual) || !isObject(standard)) return actual;
  const differing = Object.entries(actual).flatMap(([key, value]) => {
    const inner = difference(value, standard[key]);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  return differing.length === 0 ? undefined : Object.fromEntries(differing);
}

function place(into: Record<string, Json>, [key = "", ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const inner = into[key];
  const below: Record<string, Json> = isObject(inner) ? { ...inner } : {};
  place(below, rest, value);
  into[key] = below;
}
