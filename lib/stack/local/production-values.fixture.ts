import type { JsonObject } from "../../base/json.ts";

/**
 * A Loki config for tests that refers to something outside of the stack in every way that a production config can. Each
 * reference contains the word "prod", so that a test finds any reference that is left.
 */
export const production: JsonObject = {
  auth_enabled: true,
  target: "prod-read",
  server: {
    http_listen_port: 3100,
    grpc_listen_address: "prod",
    http_tls_config: { cert_file: "prod" },
    log_level: "warn",
  },
  common: {
    path_prefix: "/var/prod",
    replication_factor: 2,
    compactor_address: "http://prod:3100",
    compactor_grpc_address: "prod:9095",
    ring: {
      kvstore: { store: "consul", consul: { host: "prod:8500" } },
      instance_addr: "prod",
      instance_id: "prod",
    },
    storage: {
      s3: {
        bucketnames: "prod-chunks",
        access_key_id: "AKIAPROD",
        secret_access_key: "prod",
        endpoint: "prod",
      },
    },
  },
  memberlist: { join_members: ["loki-memberlist.prod"], cluster_label: "prod" },
  storage_config: {
    aws: { s3: "s3://AKIAPROD:prod@us-east-1/prod-chunks", bucketnames: "prod-chunks" },
    named_stores: { aws: { prod: { bucketnames: "prod-chunks" } } },
    object_store: { s3: { bucket_name: "prod-chunks" } },
    use_thanos_objstore: true,
    tsdb_shipper: {
      active_index_directory: "/var/prod/index",
      cache_location: "/var/prod/cache",
      index_gateway_client: {
        server_address: "dns+prod:9095",
        grpc_client_config: { tls_enabled: true, tls_ca_path: "prod" },
      },
    },
    hedging: { at: "250ms" },
    index_queries_cache_config: { memcached_client: { host: "prod" } },
  },
  schema_config: { configs: [{ from: "2024-01-01", store: "tsdb", object_store: "prod", schema: "v13" }] },
  chunk_store_config: {
    chunk_cache_config: { memcached: { batch_size: 4 }, memcached_client: { addresses: "prod" } },
  },
  query_range: { results_cache: { cache: { redis: { endpoint: "prod", password: "prod" } } } },
  ingester: {
    chunk_idle_period: "17m",
    wal: { dir: "/var/prod/wal" },
    lifecycler: { ring: { kvstore: { store: "etcd", etcd: { endpoints: ["prod"] } } } },
  },
  distributor: { ring: { kvstore: { store: "consul", prefix: "prod" } } },
  ruler: {
    alertmanager_url: "http://prod",
    external_url: "http://prod",
    remote_write: { enabled: true, clients: { prod: { url: "http://prod" } } },
    storage: { type: "s3", s3: { bucketnames: "prod-rules" } },
    evaluation: { mode: "remote", query_frontend: { address: "prod:9095" } },
    rule_path: "/var/prod/rules",
  },
  ruler_storage: { backend: "s3", s3: { bucket_name: "prod-rules" } },
  frontend: { scheduler_address: "prod:9095", downstream_url: "http://prod", tail_proxy_url: "http://prod" },
  frontend_worker: { scheduler_address: "prod:9095", id: "prod" },
  query_scheduler: {
    use_scheduler_ring: false,
    scheduler_ring: { kvstore: { store: "consul", prefix: "prod" } },
  },
  compactor: {
    working_directory: "/var/prod/compactor",
    delete_request_store: "prod",
    compaction_interval: "7m",
  },
  limits_config: {
    per_tenant_override_config: "/etc/prod.yaml",
    ruler_remote_write_url: "http://prod",
    ingestion_rate_mb: 5,
  },
  runtime_config: { file: "/etc/prod.yaml", period: "9s" },
  analytics: { reporting_enabled: true, usage_stats_url: "http://prod" },
  kafka_config: { address: "prod:9092" },
  bloom_gateway: { enabled: true, client: { addresses: "prod" } },
  internal_server: { http_listen_address: "prod" },
};
