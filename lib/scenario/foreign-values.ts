import { isObject, type Json, type JsonObject } from "../base/json.ts";

/**
 * Keys that name stores, rings, caches, receivers, certificates or files outside the stack. They are taken out wherever
 * they stand in a user's values, so that nothing started here can reach what those values were written for.
 */
const foreignKeys: ReadonlySet<string> = new Set([
  "kvstore",
  "instance_id",
  "instance_addr",
  "instance_port",
  "instance_interface_names",
  "instance_availability_zone",
  "zone_awareness_enabled",
  "tokens_file_path",
  "memcached",
  "memcached_client",
  "redis",
  "alertmanager_url",
  "alertmanager_client",
  "external_url",
  "remote_write",
  "per_tenant_override_config",
  "ruler_alertmanager_config",
  "ruler_remote_write_config",
  "ruler_remote_write_url",
  "s3_sse_type",
  "s3_sse_kms_key_id",
  "s3_sse_kms_encryption_context",
]);

/** TLS between the components would need the certificates of the place that the values come from. */
const foreignKeyPattern = /^tls_|_tls_config$/;

/** Parts of Loki's config that are left out as a whole; what the stack needs of them is in the safety layer. */
const foreignSections: readonly string[] = [
  "target",
  "memberlist",
  "runtime_config.file",
  "analytics",
  "tracing",
  "profiling",
  "internal_server",
  "ui",
  "http_prefix",
  "kafka_config",
  "ingester.kafka_ingestion",
  "distributor.kafka_writes_enabled",
  "bloom_build",
  "bloom_gateway",
  "dataobj",
  "query_engine",
  "ingest_limits",
  "ingest_limits_frontend",
  "ingest_limits_frontend_client",
  "table_manager",
  "common.storage",
  "common.compactor_address",
  "common.compactor_grpc_address",
  "common.path_prefix",
  "common.scratch_path",
  "chunk_store_config.write_dedupe_cache_config",
  "storage_config.tsdb_shipper.index_gateway_client.server_address",
  "index_gateway.ring",
  "ruler_storage",
  "ruler.storage",
  "ruler.evaluation.query_frontend",
  "frontend.downstream_url",
  "frontend.tail_proxy_url",
  "frontend.scheduler_address",
  "frontend_worker.scheduler_address",
  "frontend_worker.frontend_address",
  "query_scheduler.use_scheduler_ring",
];

/** What of `storage_config` says how to use a store, not which: the only part of it that is kept. */
const keptStorageKeys: ReadonlySet<string> = new Set([
  "tsdb_shipper",
  "hedging",
  "max_parallel_get_chunk",
  "max_chunk_batch_size",
  "index_cache_validity",
  "index_queries_cache_config",
  "disable_broad_index_queries",
  "congestion_control",
]);

/** Where a server listens, and who it says it is; what remains of `server` are limits and timeouts. */
const foreignServerKey =
  /^(http|grpc)_(listen|tls|server_(cert|key))_|^http_path_prefix$|^register_|^proxy_protocol/;

/** A user's Loki config without anything that reaches outside of the stack. */
export function withoutForeign(config: JsonObject): JsonObject {
  const clean = foreignSections.reduce(
    (left, path) => without(left, path.split(".")),
    dropForeignKeys(config),
  );
  const narrowed = keepEntries(clean, "storage_config", (key) => keptStorageKeys.has(key));
  return withOurStore(keepEntries(narrowed, "server", (key) => !foreignServerKey.test(key)));
}

/** The same for runtime overrides, or any other part of a config. */
export function dropForeignKeys(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !foreignKeys.has(key) && !foreignKeyPattern.test(key))
      .map(([key, value]) => [key, isObject(value) ? dropForeignKeys(value) : value]),
  );
}

/** Every period keeps its chunks in the stack's own S3, and so does the compactor, whatever store the values name. */
function withOurStore(config: JsonObject): JsonObject {
  const { schema_config: schema, compactor } = config;
  const periods = isObject(schema) ? schema["configs"] : undefined;
  const requests = isObject(compactor) ? compactor["delete_request_store"] : undefined;
  return {
    ...config,
    ...(isObject(schema) && Array.isArray(periods)
      ? { schema_config: { ...schema, configs: (periods as readonly Json[]).map(inOurStore) } }
      : {}),
    ...(isObject(compactor) && typeof requests === "string"
      ? { compactor: { ...compactor, delete_request_store: "s3" } }
      : {}),
  };
}

function inOurStore(period: Json): Json {
  return isObject(period) ? { ...period, object_store: "s3" } : period;
}

function keepEntries(config: JsonObject, section: string, keep: (key: string) => boolean): JsonObject {
  const inner = config[section];
  if (!isObject(inner)) return config;
  return { ...config, [section]: Object.fromEntries(Object.entries(inner).filter(([key]) => keep(key))) };
}

function without(config: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !(key in config)) return config;
  const inner = config[key];
  if (rest.length > 0) return isObject(inner) ? { ...config, [key]: without(inner, rest) } : config;
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}
