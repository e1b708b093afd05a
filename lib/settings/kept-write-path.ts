import {
  backoff,
  chunkEncoding,
  clientPool,
  grpcClient,
  heartbeats,
  lifecycler,
  prioritizedStreams,
} from "./kept-blocks.ts";
import { listOf, mapOf, type SettingTree } from "./setting-tree.ts";
import { attribute, boolean, duration, name, number, size } from "./value-kind.ts";

const distributor: SettingTree = {
  ring: heartbeats,
  push_worker_count: number,
  max_recv_msg_size: size,
  max_decompressed_size: size,
  rate_store: {
    max_request_parallelism: number,
    stream_rate_update_interval: duration,
    ingester_request_timeout: duration,
    debug: boolean,
  },
  write_failures_logging: { rate: size, add_insights_label: boolean },
  otlp_config: { default_resource_attributes_as_index_labels: listOf(attribute) },
  default_policy_stream_mappings: mapOf(name, prioritizedStreams),
  ingester_writes_enabled: boolean,
};

const ingester: SettingTree = {
  lifecycler,
  concurrent_flushes: number,
  flush_check_period: duration,
  flush_op_backoff: backoff,
  flush_op_timeout: duration,
  chunk_retain_period: duration,
  chunk_idle_period: duration,
  chunk_block_size: size,
  chunk_target_size: size,
  chunk_encoding: chunkEncoding,
  max_chunk_age: duration,
  autoforget_unhealthy: boolean,
  sync_period: duration,
  sync_min_utilization: number,
  max_returned_stream_errors: number,
  query_store_max_look_back_period: duration,
  wal: {
    enabled: boolean,
    checkpoint_duration: duration,
    flush_on_shutdown: boolean,
    replay_memory_ceiling: size,
    disk_full_threshold: number,
  },
  index_shards: number,
  max_dropped_streams: number,
  owned_streams_check_interval: duration,
  delegate_stream_limits_enabled: boolean,
};

const client: SettingTree = {
  pool_config: clientPool,
  remote_timeout: duration,
  grpc_client_config: grpcClient,
};

/** The timing of the pattern ingester's pushes back to Loki. The address to push to is not among these settings. */
const writeBack: SettingTree = { timeout: duration, push_period: duration, backoff_config: backoff };

const patternIngester: SettingTree = {
  enabled: boolean,
  lifecycler,
  client_config: client,
  concurrent_flushes: number,
  flush_check_period: duration,
  max_clusters: number,
  max_eviction_ratio: number,
  metric_aggregation: { ...writeBack, sample_period: duration, downsample_period: duration },
  pattern_persistence: { ...writeBack, batch_size: number },
  tee_config: {
    batch_size: number,
    batch_flush_interval: duration,
    flush_queue_size: number,
    flush_worker_count: number,
    stop_flush_timeout: duration,
  },
  connection_timeout: duration,
  max_allowed_line_length: number,
  retain_for: duration,
  max_chunk_age: duration,
  pattern_sample_interval: duration,
  volume_threshold: number,
};

/** The harmless settings of the components on the write path. */
export const keptWritePath: SettingTree = {
  distributor,
  ingester,
  ingester_client: client,
  pattern_ingester: patternIngester,
};
