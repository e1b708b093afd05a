import { ring, storeRequests } from "./kept-blocks.ts";
import { keptLimits } from "./kept-limits.ts";
import { keptReadPath } from "./kept-read-path.ts";
import { keptStorage } from "./kept-storage.ts";
import { keptWritePath } from "./kept-write-path.ts";
import type { SettingTree } from "./setting-tree.ts";
import { boolean, duration, number, oneOf, size } from "./value-kind.ts";

const server: SettingTree = {
  http_listen_conn_limit: number,
  grpc_listen_conn_limit: number,
  grpc_collect_max_streams_by_conn: boolean,
  report_grpc_codes_in_instrumentation_label_enabled: boolean,
  graceful_shutdown_timeout: duration,
  http_server_read_timeout: duration,
  http_server_read_header_timeout: duration,
  http_server_write_timeout: duration,
  http_server_idle_timeout: duration,
  http_log_closed_connections_without_response_enabled: boolean,
  grpc_server_max_recv_msg_size: size,
  grpc_server_max_send_msg_size: size,
  grpc_server_max_concurrent_streams: number,
  grpc_server_max_connection_idle: duration,
  grpc_server_max_connection_age: duration,
  grpc_server_max_connection_age_grace: duration,
  grpc_server_keepalive_time: duration,
  grpc_server_keepalive_timeout: duration,
  grpc_server_min_time_between_pings: duration,
  grpc_server_ping_without_stream_allowed: boolean,
  grpc_server_num_workers: number,
  grpc_server_stats_tracking_enabled: boolean,
  grpc_server_recv_buffer_pools_enabled: boolean,
  log_format: oneOf("logfmt", "json"),
  log_level: oneOf("debug", "info", "warn", "error"),
  log_source_ips_enabled: boolean,
  log_source_ips_full: boolean,
  log_request_at_info_level_enabled: boolean,
};

/** Every setting that is accepted from a user's Loki config, with its valid values. All other settings are left out. */
export const keptSettings: SettingTree = {
  auth_enabled: boolean,
  ballast_bytes: size,
  shutdown_delay: duration,
  server,
  common: {
    replication_factor: number,
    ring,
    storage: storeRequests,
  },
  ...keptWritePath,
  ...keptReadPath,
  ...keptStorage,
  limits_config: keptLimits,
  runtime_config: { period: duration },
  operational_config: {
    log_stream_creation: boolean,
    log_push_request: boolean,
    log_hash_of_labels: boolean,
    log_push_request_streams: boolean,
    log_service_name_discovery: boolean,
    log_duplicate_metrics: boolean,
    log_duplicate_stream_info: boolean,
    limited_log_push_errors: boolean,
  },
  profiling: { block_profile_rate: number, cpu_profile_rate: number, mutex_profile_fraction: number },
};
