import { grpcClient, heartbeats, resultsCache, ring } from "./kept-blocks.ts";
import type { SettingTree } from "./setting-tree.ts";
import { boolean, duration, labelsText, number, oneOf, size } from "./value-kind.ts";

const querier: SettingTree = {
  tail_max_duration: duration,
  extra_query_delay: duration,
  query_ingesters_within: duration,
  engine: { max_look_back_period: duration, max_count_min_sketch_heap_size: number },
  max_concurrent: number,
  query_store_only: boolean,
  query_ingester_only: boolean,
  multi_tenant_queries_enabled: boolean,
  per_request_limits_enabled: boolean,
  query_partition_ingesters: boolean,
};

const frontend: SettingTree = {
  log_queries_longer_than: duration,
  max_body_size: size,
  query_stats_enabled: boolean,
  max_outstanding_per_tenant: number,
  querier_forget_delay: duration,
  scheduler_dns_lookup_period: duration,
  scheduler_worker_concurrency: number,
  grpc_client_config: grpcClient,
  graceful_shutdown_timeout: duration,
  encoding: oneOf("json", "protobuf"),
  compress_responses: boolean,
  support_parquet_encoding: boolean,
};

const queryRange: SettingTree = {
  align_queries_with_step: boolean,
  results_cache: resultsCache,
  cache_results: boolean,
  max_retries: number,
  parallelise_shardable_queries: boolean,
  shard_aggregations: labelsText,
  cache_index_stats_results: boolean,
  index_stats_results_cache: resultsCache,
  cache_volume_results: boolean,
  volume_results_cache: resultsCache,
  cache_instant_metric_results: boolean,
  instant_metric_results_cache: resultsCache,
  instant_metric_query_split_align: boolean,
  cache_series_results: boolean,
  series_results_cache: resultsCache,
  cache_label_results: boolean,
  label_results_cache: resultsCache,
};

const ruler: SettingTree = {
  ruler_client: grpcClient,
  evaluation_interval: duration,
  poll_interval: duration,
  notification_queue_capacity: number,
  notification_timeout: duration,
  for_outage_tolerance: duration,
  for_grace_period: duration,
  resend_delay: duration,
  enable_sharding: boolean,
  sharding_strategy: oneOf("default", "shuffle-sharding"),
  sharding_algo: oneOf("by-group", "by-rule"),
  search_pending_for: duration,
  ring: { ...heartbeats, num_tokens: number },
  flush_period: duration,
  enable_api: boolean,
  query_stats_enabled: boolean,
  disable_rule_group_label: boolean,
  wal: { truncate_frequency: duration, min_age: duration, max_age: duration },
  wal_cleaner: { min_age: duration, period: duration },
  evaluation: { mode: oneOf("local", "remote"), max_jitter: duration },
};

/** The harmless settings of the components on the read path. */
export const keptReadPath: SettingTree = {
  querier,
  query_scheduler: {
    max_outstanding_requests_per_tenant: number,
    max_queue_hierarchy_levels: number,
    querier_forget_delay: duration,
    grpc_client_config: grpcClient,
    use_scheduler_ring: boolean,
    scheduler_ring: ring,
  },
  frontend,
  frontend_worker: {
    dns_lookup_duration: duration,
    grpc_client_config: grpcClient,
    query_frontend_grpc_client: grpcClient,
    query_scheduler_grpc_client: grpcClient,
  },
  query_range: queryRange,
  ruler,
};
