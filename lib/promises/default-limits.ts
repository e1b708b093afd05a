/**
 * Loki's default values of the limits that lokiproof checks (pkg/validation/limits.go, RegisterFlags). They are the
 * same in 3.5.7, 3.6.4 and 3.7.8, as lib/settings/default-limits.test.ts verifies. Use `lokiIsAtLeast` for a default
 * that differs between versions.
 */
export const defaultLimits = {
  ingestion_rate_strategy: "global",
  ingestion_rate_mb: 4,
  ingestion_burst_size_mb: 6,
  per_stream_rate_limit: "3MB",
  per_stream_rate_limit_burst: "15MB",
  max_global_streams_per_user: 5000,
  max_streams_per_user: 0,
  max_line_size: "256KB",
  max_label_names_per_series: 15,
  max_entries_limit_per_query: 5000,
  max_query_series: 500,
  max_query_parallelism: 32,
  tsdb_max_query_parallelism: 128,
  index_gateway_shard_size: 0,
  index_gateway_max_capacity: 1,
  creation_grace_period: "10m",
  reject_old_samples: true,
  reject_old_samples_max_age: "7d",
  retention_period: "0s",
  max_query_lookback: "0s",
  max_query_range: "0s",
  max_query_length: "721h",
  query_timeout: "1m",
  split_queries_by_interval: "1h",
  deletion_mode: "filter-and-delete",
  volume_enabled: true,
  allow_structured_metadata: true,
  discover_log_levels: true,
  unordered_writes: true,
} as const;

/** The names of the limits whose default value has a given type. */
export type DefaultLimit<Value> = {
  [Name in keyof typeof defaultLimits]: (typeof defaultLimits)[Name] extends Value ? Name : never;
}[keyof typeof defaultLimits];
