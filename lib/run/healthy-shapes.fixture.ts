import type { JsonObject } from "../base/json.ts";

/**
 * A legal Loki config that differs from the article's. Such a Loki is healthy, so its run must pass, or its load must
 * be refused before the run starts.
 */
export interface Shape {
  readonly name: string;
  /** The content of a --loki-config file. */
  readonly config?: JsonObject;
  /** The content of a -f file: replicas, and parts of Loki's config. */
  readonly values?: JsonObject;
  /** The content of an --overrides file. */
  readonly overrides?: JsonObject;
  /** Checks that are skipped because the config switches their feature off; empty if it switches nothing off. */
  readonly skips: readonly string[];
}

const limits = (limits_config: JsonObject): Pick<Shape, "config" | "skips"> => ({
  config: { limits_config },
  skips: [],
});
export const values = (loki: JsonObject, components: JsonObject = {}): Pick<Shape, "values"> => ({
  values: { loki, ...components },
});
export const ownLimits = [
  "limits.ingestion-*",
  "limits.line-size",
  "limits.runtime-change",
  "routing.shards",
];

/** Legal Loki configs that change one feature each. */
export const shapes: readonly Shape[] = [
  { name: "auth off", config: { auth_enabled: false }, skips: ["isolation.*", ...ownLimits] },
  {
    name: "auth off, with the one tenant's own limits",
    config: { auth_enabled: false },
    overrides: { fake: { ingestion_rate_mb: 20 } },
    skips: ["isolation.*", ...ownLimits],
  },
  {
    name: "retention never",
    config: { compactor: { retention_enabled: false }, limits_config: { retention_period: "168h" } },
    skips: ["isolation.deletes"],
  },
  { name: "a local rate", ...limits({ ingestion_rate_strategy: "local" }) },
  { name: "no delete requests of tenants", ...limits({ deletion_mode: "disabled" }) },
  { name: "deletes that only filter", ...limits({ deletion_mode: "filter-only" }) },
  { ...limits({ volume_enabled: false }), name: "volumes off", skips: ["round-trip.volume"] },
  { name: "no structured metadata of tenants", ...limits({ allow_structured_metadata: false }) },
  {
    name: "no service name, no levels",
    ...limits({ discover_service_name: [], discover_log_levels: false }),
  },
  { name: "any timestamp", ...limits({ reject_old_samples: false, creation_grace_period: "1h" }) },
  { name: "queries that are not split", ...limits({ split_queries_by_interval: "0s" }) },
  { name: "short queries", ...limits({ max_query_length: "48h", max_entries_limit_per_query: 1200 }) },
  { name: "stream sharding", ...limits({ shard_streams: { enabled: true } }) },
  {
    name: "queries that are not sharded, no result caches",
    config: { query_range: { parallelise_shardable_queries: false, cache_results: false } },
    skips: ["routing.shards"],
  },
  {
    name: "the ingesters' own replication factor",
    config: { ingester: { lifecycler: { ring: { replication_factor: 2 } } } },
    skips: [],
  },
  {
    name: "rulers without sharding",
    config: { ruler: { enable_sharding: false } },
    skips: [],
  },
  {
    name: "rules evaluated by the frontends",
    config: {
      ruler: { evaluation: { mode: "remote", query_frontend: { address: "dns:///frontend:9095" } } },
    },
    skips: [],
  },
  { name: "no ruler", ...values({}, { ruler: { replicas: 0 } }), skips: ["isolation.rules"] },
  { name: "one distributor", ...values({}, { distributor: { replicas: 1 } }), skips: [] },
  {
    name: "one index gateway",
    ...values({}, { indexGateway: { replicas: 1 } }),
    skips: ["routing.balance"],
  },
  { name: "two ingesters of three replicas", ...values({}, { ingester: { replicas: 2 } }), skips: [] },
  {
    name: "one ingester",
    ...values({ commonConfig: { replication_factor: 1 } }, { ingester: { replicas: 1 } }),
    skips: [],
  },
  {
    name: "no scheduler",
    ...values({}, { queryScheduler: { replicas: 0 }, queryFrontend: { replicas: 1 } }),
    skips: ["routing.schedulers"],
  },
];
