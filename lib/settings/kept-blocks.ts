import { listOf } from "./setting-tree.ts";
import { boolean, duration, name, number, oneOf, selector, size } from "./value-kind.ts";

/**
 * The harmless settings of blocks that occur several times in Loki's config (docs/sources/shared/configuration.md,
 * 3.7.8).
 */
export const backoff = { min_period: duration, max_period: duration, max_retries: number };

export const grpcClient = {
  max_recv_msg_size: size,
  max_send_msg_size: size,
  grpc_compression: oneOf("", "gzip", "snappy"),
  rate_limit: number,
  rate_limit_burst: number,
  backoff_on_ratelimits: boolean,
  backoff_config: backoff,
  initial_stream_window_size: size,
  initial_connection_window_size: size,
  connect_timeout: duration,
  connect_backoff_base_delay: duration,
  connect_backoff_max_delay: duration,
};

/** The timing and size of a ring. The stack sets a ring's store, addresses and zones itself. */
export const heartbeats = { heartbeat_period: duration, heartbeat_timeout: duration };
export const ring = {
  ...heartbeats,
  num_tokens: number,
  replication_factor: number,
};

export const lifecycler = {
  ring: { heartbeat_timeout: duration, replication_factor: number },
  num_tokens: number,
  heartbeat_period: duration,
  heartbeat_timeout: duration,
  observe_period: duration,
  join_after: duration,
  min_ready_duration: duration,
  final_sleep: duration,
  unregister_on_shutdown: boolean,
  readiness_check_ring_health: boolean,
};

/**
 * The sizes of caches inside the Loki process. Settings of cache servers are left out, because they contain addresses.
 */
export const cache = {
  default_validity: duration,
  background: { writeback_goroutines: number, writeback_buffer: number, writeback_size_limit: size },
  embedded_cache: { enabled: boolean, max_size_mb: number, max_size_items: number, ttl: duration },
};

export const resultsCache = { cache, compression: oneOf("", "snappy") };

export const clientPool = {
  client_cleanup_period: duration,
  health_check_ingesters: boolean,
  remote_timeout: duration,
};

const hedging = { at: duration, up_to: number, max_per_second: number };

/** Settings for requests to a store, such as retries. The stack itself sets which store is used. */
export const storeRequests = {
  hedging,
  congestion_control: {
    enabled: boolean,
    controller: {
      strategy: oneOf("", "aimd"),
      aimd: { start: number, upper_bound: number, backoff_factor: number },
    },
    retry: { strategy: oneOf("", "limited"), limit: number },
    hedging: { config: hedging, strategy: oneOf("", "limited") },
  },
};

/** An index shipper's settings, without its directories and the addresses of index gateways. */
export const indexShipper = {
  cache_ttl: duration,
  resync_interval: duration,
  query_ready_num_days: number,
  ingesterdbretainperiod: duration,
  index_gateway_client: {
    grpc_client_config: grpcClient,
    log_gateway_requests: boolean,
    time_based_sharding_buckets: listOf(duration),
  },
};

export const prioritizedStreams = listOf({ selector, priority: number });
export const chunkEncoding = oneOf(
  "none",
  "gzip",
  "lz4",
  "lz4-64k",
  "lz4-256k",
  "lz4-1m",
  "snappy",
  "flate",
  "zstd",
);
export const tablePeriod = { prefix: name, period: duration };
