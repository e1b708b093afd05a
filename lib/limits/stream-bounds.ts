import type { Plan } from "../scenario/plan.ts";
import { expectedLimits, numberLimit, replicationFactor } from "./expected-limits.ts";
import { streamsTenant } from "./stream-tries.ts";

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * How many new streams a tenant gets. Each ingester takes limit / ingesters x replication factor of them
 * (pkg/ingester/limiter.go, 3.7.8); a stream is accepted while most of its replicas take it. With a replica on every
 * ingester that is exact; otherwise it depends on which ingesters the streams fall to.
 */
export function streamsAccepted(plan: Plan): Bounds {
  const ingesters = plan.replicas.ingester;
  const factor = replicationFactor(plan);
  const limit = numberLimit(expectedLimits(plan, streamsTenant), "max_global_streams_per_user");
  const each = Math.trunc((limit / ingesters) * factor);
  if (ingesters === factor) return { least: each, most: each };
  return { least: each, most: Math.floor((ingesters * each) / writeQuorum(factor)) };
}

/** Of a stream's replicas, those that must take a push (dskit ring/replication_strategy.go). */
export function writeQuorum(factor: number): number {
  return Math.floor(factor / 2) + 1;
}
