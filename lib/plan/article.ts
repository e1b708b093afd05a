import type { JsonObject } from "../base/json.ts";

/**
 * The Loki config of the article (reference deployment: "Author the distributed Helm values"), in Loki's own structure.
 * The stack adds addresses, paths and the S3 bucket. A comment marks each setting that is not in the article but was
 * added by lokiproof.
 */
export const articleConfig: JsonObject = {
  auth_enabled: true,
  schema_config: {
    configs: [
      {
        from: "2026-01-01",
        store: "tsdb",
        object_store: "s3",
        schema: "v13",
        index: { prefix: "index_", period: "24h" },
      },
    ],
  },
  common: { replication_factor: 3 },
  ingester: {
    chunk_target_size: 1572864,
    chunk_idle_period: "30m",
    wal: { enabled: true },
  },
  limits_config: {
    retention_period: "744h",
    ingestion_rate_mb: 8,
    ingestion_burst_size_mb: 16,
    max_query_parallelism: 64,
    split_queries_by_interval: "15m",
    tsdb_max_query_parallelism: 128,
    volume_enabled: true,
    // Added by lokiproof: a 204 proves that a push was stored only if Loki does not shard the push's stream
    // (pkg/distributor/distributor.go, 3.7.8).
    shard_streams: { enabled: false },
  },
  querier: { max_concurrent: 8 },
  // Added by lokiproof: with the article's own settings, both rulers would evaluate every rule, and there
  // would be no scheduler that two query-frontends can share.
  ruler: { enable_sharding: true },
  query_scheduler: { use_scheduler_ring: true },
  compactor: { retention_enabled: true, delete_request_store: "s3", compaction_interval: "10m" },
};

/** The article's runtime overrides by tenant ("Configure per-tenant limits with a runtime overrides file"). */
export const articleOverrides: Readonly<Record<string, JsonObject>> = {
  payments: {
    ingestion_rate_mb: 24,
    ingestion_burst_size_mb: 48,
    retention_period: "2160h",
    max_global_streams_per_user: 100000,
  },
  checkout: { ingestion_rate_mb: 12, retention_period: "744h" },
  sandbox: { ingestion_rate_mb: 2, retention_period: "168h" },
};
