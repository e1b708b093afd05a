import { ownLimits, type Shape, values } from "./healthy-shapes.fixture.ts";

/** Loki configs that combine several features, so that a few runs test many features on the real stack. */
export const combinedShapes: readonly Shape[] = [
  {
    name: "auth and retention off, two replicas on two ingesters",
    ...values(
      {
        auth_enabled: false,
        commonConfig: { replication_factor: 2 },
        compactor: { retention_enabled: false },
      },
      { ingester: { replicas: 2 }, distributor: { replicas: 1 }, indexGateway: { replicas: 1 } },
    ),
    skips: ["isolation.*", "routing.balance", ...ownLimits],
  },
  {
    name: "local rate, no ruler, no scheduler, one ingester, nothing split",
    ...values(
      {
        commonConfig: { replication_factor: 1 },
        limits_config: { ingestion_rate_strategy: "local", split_queries_by_interval: "0s" },
      },
      {
        ingester: { replicas: 1 },
        distributor: { replicas: 2 },
        queryFrontend: { replicas: 1 },
        queryScheduler: { replicas: 0 },
        querier: { replicas: 2 },
        ruler: { replicas: 0 },
      },
    ),
    skips: ["isolation.rules", "routing.schedulers"],
  },
  {
    name: "a first period of boltdb-shipper, remote rules, an own replication factor, no deletes, other chunks",
    config: {
      schema_config: {
        configs: [
          {
            from: "2023-01-01",
            store: "boltdb-shipper",
            object_store: "s3",
            schema: "v12",
            index: { prefix: "loki_index_", period: "24h" },
          },
          {
            from: "2024-01-01",
            store: "tsdb",
            object_store: "s3",
            schema: "v13",
            index: { prefix: "index_", period: "24h" },
          },
        ],
      },
      ruler: { enable_sharding: false, evaluation: { mode: "remote" } },
      ingester: {
        lifecycler: { ring: { replication_factor: 2 } },
        chunk_encoding: "zstd",
        max_chunk_age: "5m",
      },
      compactor: { compaction_interval: "5h" },
      query_range: { cache_results: false, parallelise_shardable_queries: false },
      limits_config: {
        deletion_mode: "disabled",
        discover_service_name: [],
        reject_old_samples: false,
        shard_streams: { enabled: true },
      },
    },
    skips: ["routing.shards"],
  },
];
