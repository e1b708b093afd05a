import type { JsonObject } from "../base/json.ts";

/** Limits that a probe does not mean to reach, so that the one it means is reached first, whatever a user's config says. */
const roomy = {
  max_label_names_per_series: 15,
  max_label_name_length: 1024,
  max_label_value_length: 2048,
  max_structured_metadata_size: "64KB",
  max_structured_metadata_entries_count: 128,
  enforced_labels: [],
  required_labels: [],
  minimum_labels_number: 0,
  reject_old_samples_max_age: "168h",
  creation_grace_period: "10m",
  max_entries_limit_per_query: 5000,
  max_query_series: 500,
  max_query_length: "721h",
  max_query_lookback: "0s",
  max_query_range: "0s",
  max_query_bytes_read: "0B",
  max_querier_bytes_read: "150GB",
  max_concurrent_tail_requests: 10,
  volume_max_series: 1000,
  ingestion_rate_mb: 16,
  ingestion_burst_size_mb: 32,
  per_stream_rate_limit: "16MB",
  per_stream_rate_limit_burst: "32MB",
  max_global_streams_per_user: 5000,
  max_line_size: "256KB",
  max_line_size_truncate: false,
  increment_duplicate_timestamp: false,
  shard_streams: { enabled: false },
} as const;

/** What every read path of the isolation claim needs to show something of its own. */
const readable = {
  volume_enabled: true,
  allow_structured_metadata: true,
  deletion_mode: "filter-and-delete",
} as const;

/** Ours too, and written to by the load of a scenario that names it, by no probe. */
export const historyTenant = "lokiproof-history";

/**
 * Tenants of our own that disturbing probes write to, with runtime overrides small enough to reach. They are part of
 * every plan (and shown by it), are not divided by `scale`, and never meet a user's tenant: the prefix is ours.
 */
export const testTenants = {
  // Routing: a few lines make many shards, whatever their age (lib/claims/routing/sharded-lines.ts).
  "lokiproof-routing": {
    ...roomy,
    tsdb_max_bytes_per_shard: "4KB",
    min_sharding_lookback: "0s",
    shard_streams: { enabled: false },
  },
  // Chunks: a stream is one stream on each of its ingesters (lib/claims/chunks/replicas.probe.ts).
  "lokiproof-chunks": roomy,
  // Limits (lib/claims/limits): each small enough to reach, the others out of the way whatever a user's limits_config says.
  "lokiproof-validation": {
    ...roomy,
    max_line_size: "1KB",
    max_label_names_per_series: 5,
    max_label_name_length: 24,
    max_label_value_length: 40,
    reject_old_samples: true,
    reject_old_samples_max_age: "1h",
    creation_grace_period: "5m",
  },
  "lokiproof-stream-rate": { ...roomy, per_stream_rate_limit: "16KB", per_stream_rate_limit_burst: "64KB" },
  "lokiproof-streams": {
    ...roomy,
    max_global_streams_per_user: 6,
    max_streams_per_user: 0,
    use_owned_stream_count: false,
  },
  "lokiproof-queries": {
    ...roomy,
    // Of a query that is not split, a querier counts half a minute more than was asked for (seen on 3.7.8).
    split_queries_by_interval: "15m",
    max_query_length: "2h",
    max_query_lookback: "0s",
    max_query_series: 5,
    max_entries_limit_per_query: 10,
  },
  "lokiproof-rate": { ...roomy, ingestion_rate_mb: 0.3, ingestion_burst_size_mb: 1 },
  "lokiproof-runtime": { ...roomy, max_line_size: "1KB" },
  // Round trip: every form of structured metadata, and one stream is one stream (lib/claims/round-trip).
  // Lines as old as ingesters keep any (lib/claims/durability/ages.probe.ts).
  "lokiproof-round-trip": {
    ...roomy,
    allow_structured_metadata: true,
    reject_old_samples: false,
    max_query_lookback: "0s",
  },
  // What the gateway lets through (lib/claims/kubernetes): as large as its own limit.
  "lokiproof-gateway": roomy,
  // History (lib/history): as old as a storm of 30 days looks back, and written as fast as the stack takes it.
  [historyTenant]: {
    ...roomy,
    ingestion_rate_mb: 1000,
    ingestion_burst_size_mb: 1000,
    per_stream_rate_limit: "1GB",
    per_stream_rate_limit_burst: "1GB",
    reject_old_samples: false,
    retention_period: "1080h",
    max_query_length: "1081h",
    max_query_lookback: "0s",
    // As many splits for thirty days as the article's 15m make for a week.
    split_queries_by_interval: "1h",
  },
  // Isolation (lib/claims/isolation): one's name is a prefix of the other's; the stranger never has data.
  "lokiproof-t-1": { ...roomy, ...readable },
  "lokiproof-t-12": { ...roomy, ...readable },
  "lokiproof-stranger": { ...roomy, ...readable },
} as const satisfies Readonly<Record<string, JsonObject>>;
