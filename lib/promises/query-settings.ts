import { settingAt } from "../base/json.ts";
import { ingestersWithinMs } from "./ingester-memory.ts";
import { durationLimitMs, numberLimit } from "./limits.ts";
import type { PlannedLoki } from "./planned-loki.ts";
import { hasRing } from "./rings.ts";

/** The settings of a tenant's range queries, from the plan or else Loki's defaults. */
export interface QuerySettings {
  /** The interval by which Loki splits range queries; 0 means no split. */
  readonly splitIntervalMs: number;
  /** The value of `querier.query_ingesters_within`: a query that ends longer ago than this reads only the store. */
  readonly ingestersWithinMs: number;
  readonly maxQueryParallelism: number;
  readonly tsdbMaxQueryParallelism: number;
  /** The number of queries that one querier processes at a time. */
  readonly maxConcurrent: number;
  /** The number of schedulers that each frontend and querier connects to. */
  readonly schedulers: number;
  /** The number of index gateways that a tenant's lookups are spread over. */
  readonly gateways: number;
}

/** The number of replicas that a scheduler ring uses (pkg/scheduler/scheduler.go, ReplicationFactor, 3.7.8). */
const schedulerRingReplicas = 2;
/** The default replication factor of the index gateways' ring (pkg/indexgateway/config.go, 3.7.8). */
const indexGatewayRingReplicas = 3;

export function querySettings(plan: PlannedLoki, tenant: string): QuerySettings {
  const schedulers = plan.replicas["query-scheduler"];
  return {
    splitIntervalMs: durationLimitMs(plan, tenant, "split_queries_by_interval"),
    ingestersWithinMs: ingestersWithinMs(plan),
    maxQueryParallelism: numberLimit(plan, tenant, "max_query_parallelism"),
    tsdbMaxQueryParallelism: numberLimit(plan, tenant, "tsdb_max_query_parallelism"),
    maxConcurrent: numberAt(plan, ["querier", "max_concurrent"]) ?? 4,
    schedulers: hasRing(plan, "query-scheduler") ? Math.min(schedulers, schedulerRingReplicas) : schedulers,
    gateways: gatewaysOf(plan, tenant),
  };
}

/**
 * Returns how many index gateways serve a tenant. In ring mode, that is the size of the tenant's shuffle shard; in
 * simple mode, it is the tenant's share of all gateways (pkg/indexgateway/client.go, shufflesharding.go).
 */
function gatewaysOf(plan: PlannedLoki, tenant: string): number {
  const all = plan.replicas["index-gateway"];
  if (hasRing(plan, "index-gateway")) {
    const shards = numberLimit(plan, tenant, "index_gateway_shard_size") || defaultShards(plan);
    return Math.min(all, shards);
  }
  const share = numberLimit(plan, tenant, "index_gateway_max_capacity");
  return share > 0 && share < 1 ? Math.ceil(all * share) : all;
}

/**
 * Returns how many index gateways serve a tenant whose `index_gateway_shard_size` is 0: the replication factor of the
 * index gateways' ring, which `common` also sets (pkg/loki/modules.go, initOverrides, 3.7.8).
 */
function defaultShards(plan: PlannedLoki): number {
  return (
    numberAt(plan, ["index_gateway", "ring", "replication_factor"]) ??
    numberAt(plan, ["common", "replication_factor"]) ??
    indexGatewayRingReplicas
  );
}

function numberAt({ config }: PlannedLoki, path: readonly string[]): number | undefined {
  const value = settingAt(config, path);
  return typeof value === "number" ? value : undefined;
}
