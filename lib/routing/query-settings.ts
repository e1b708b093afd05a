import type { Json } from "../base/json.ts";
import { settingAt } from "../loki/running-config.ts";
import { lokiDurationMs } from "../scenario/loki-duration.ts";
import type { Plan } from "../scenario/plan.ts";
import { splitIntervalMs } from "../scenario/split-interval.ts";

/** What the plan promises about a tenant's range queries. Where it says nothing: the defaults of Loki 3.7.8. */
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

/** Replicas that a scheduler ring puts to work (pkg/scheduler, replicationFactor, 3.7.8). */
const schedulerRingReplicas = 2;
const defaultRingShards = 3;

export function querySettings(plan: Plan, tenant: string): QuerySettings {
  const limit = (name: string): Json | undefined =>
    plan.overrides[tenant]?.[name] ?? settingAt(plan.config, ["limits_config", name]);
  const inRing = settingAt(plan.config, ["query_scheduler", "use_scheduler_ring"]) === true;
  const schedulers = plan.replicas["query-scheduler"];
  return {
    splitIntervalMs: splitIntervalMs(plan, tenant),
    ingestersWithinMs: durationOr(settingAt(plan.config, ["querier", "query_ingesters_within"]), "3h"),
    maxQueryParallelism: numberOr(limit("max_query_parallelism"), 32),
    tsdbMaxQueryParallelism: numberOr(limit("tsdb_max_query_parallelism"), 128),
    maxConcurrent: numberOr(settingAt(plan.config, ["querier", "max_concurrent"]), 4),
    schedulers: inRing ? Math.min(schedulers, schedulerRingReplicas) : schedulers,
    gateways: gatewaysOf(plan, limit),
  };
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function durationOr(value: Json | undefined, otherwise: string): number {
  return lokiDurationMs(value) ?? lokiDurationMs(otherwise) ?? 0;
}

/** Simple mode: a share of them; ring mode: a shuffle shard of them (pkg/indexgateway/client.go, shufflesharding.go). */
function gatewaysOf(plan: Plan, limit: (name: string) => Json | undefined): number {
  const all = plan.replicas["index-gateway"];
  if (settingAt(plan.config, ["index_gateway", "mode"]) === "ring") {
    const shards = limit("index_gateway_shard_size");
    return Math.min(all, typeof shards === "number" && shards > 0 ? shards : defaultRingShards);
  }
  const share = limit("index_gateway_max_capacity");
  return typeof share === "number" && share > 0 && share < 1 ? Math.ceil(all * share) : all;
}
