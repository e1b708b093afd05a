/**
 * Generous limits for everything that a probe does not test. With them a probe reaches the tested limit first, whatever
 * the user's config says.
 */
export const roomyLimits = {
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
