import { backoff, cache, grpcClient, indexShipper, ring, storeRequests, tablePeriod } from "./kept-blocks.ts";
import { listOf, type SettingTree } from "./setting-tree.ts";
import { boolean, day, duration, number, oneOf } from "./value-kind.ts";

const compactor: SettingTree = {
  compaction_interval: duration,
  apply_retention_interval: duration,
  retention_enabled: boolean,
  retention_delete_delay: duration,
  retention_delete_worker_count: number,
  retention_table_timeout: duration,
  retention_backoff_config: backoff,
  delete_request_store: oneOf(
    "",
    "s3",
    "aws",
    "gcs",
    "azure",
    "filesystem",
    "swift",
    "bos",
    "cos",
    "alibabacloud",
  ),
  delete_request_store_db_type: oneOf("boltdb", "sqlite"),
  backup_delete_request_store_db_type: oneOf("", "boltdb"),
  delete_batch_size: number,
  delete_request_cancel_period: duration,
  delete_max_interval: duration,
  deletion_ignore_missing_chunks: boolean,
  max_compaction_parallelism: number,
  upload_parallelism: number,
  compactor_ring: ring,
  tables_to_compact: number,
  skip_latest_n_tables: number,
};

/**
 * The store types that Loki 3.x supports. A lokiproof stack keeps the data of every one of these stores in the stack's
 * S3.
 */
const objectStore = oneOf("s3", "aws", "gcs", "azure", "filesystem", "swift", "bos", "cos", "alibabacloud");

const schemaPeriod: SettingTree = {
  from: day,
  store: oneOf("tsdb", "boltdb-shipper"),
  object_store: objectStore,
  schema: oneOf("v9", "v10", "v11", "v12", "v13"),
  index: tablePeriod,
  chunks: tablePeriod,
  row_shards: number,
};

/** The harmless settings of the storage clients, the index and the compactor. */
export const keptStorage: SettingTree = {
  storage_config: {
    ...storeRequests,
    index_cache_validity: duration,
    index_queries_cache_config: cache,
    disable_broad_index_queries: boolean,
    max_parallel_get_chunk: number,
    max_chunk_batch_size: number,
    boltdb_shipper: { ...indexShipper, build_per_tenant_index: boolean },
    tsdb_shipper: indexShipper,
  },
  chunk_store_config: {
    chunk_cache_config: cache,
    chunk_cache_config_l2: cache,
    skip_query_writeback_cache_older_than: duration,
    l2_chunk_cache_handoff: duration,
    cache_lookups_older_than: duration,
  },
  schema_config: { configs: listOf(schemaPeriod) },
  compactor,
  compactor_grpc_client: grpcClient,
  index_gateway: { mode: oneOf("simple", "ring"), ring },
};
