import { settingAt } from "../base/json.ts";
import { ingestersWithinMs } from "./ingester-memory.ts";
import { durationLimitMs, numberLimit } from "./limits.ts";
import type { PlannedLoki } from "./planned-loki.ts";
import { hasRing } from "./rings.ts";

/** What the plan promises about a tenant's range queries. Where it says nothing: Loki's own defaults. */
export interface QuerySettings {
  /** 0: range queries are not split. */
  readonly splitIntervalMs: number;
  /** Queries that end before now minus this are asked of the store alone. */
  readonly ingestersWithinMs: number;
  readonly maxQueryParallelism: number;
  readonly tsdbMaxQueryParallelism: number;
  /** Queries that one querier works on at a time. */
  readonly maxConcurrent: number;
  /** Schedulers that a frontend and a querier connect to. */
  readonly schedulers: number;
  /** Index gateways that a tenant's lookups are spread over. */
  readonly gateways: number;
}

/** Replicas that a scheduler ring puts to work (pkg/scheduler/scheduler.go, ReplicationFactor, 3.7.8). */
const schedulerRingReplicas = 2;
/** pkg/indexgateway/config.go, 3.7.8 */
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

/** Simple mode: a share of them; ring mode: a shuffle shard of them (pkg/indexgateway/client.go, shufflesharding.go). */
function gatewaysOf(plan: PlannedLoki, tenant: string): number {
  const all = plan.replicas["index-gateway"];
  if (hasRing(plan, "index-gateway")) {
    const shards = numberLimit(plan, tenant, "index_gateway_shard_size") || defaultShards(plan);
    return Math.min(all, shards);
  }
  const share = numberLimit(plan, tenant, "index_gateway_max_capacity");
  return share > 0 && share < 1 ? Math.ceil(all * share) : all;
}

/** A shard size of 0 is the ring's replication factor, which `common` sets too (pkg/loki/modules.go, initOverrides, 3.7.8). */
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
