import type { Plan } from "../../plan/plan.ts";
import { statedLimits } from "../../promises/limits.ts";
import { replicationOf } from "../../promises/replication.ts";
import { statedNumber } from "./stated-limit.ts";
import { streamsTenant } from "./stream-tries.ts";

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Returns how many new streams a tenant can create. Each ingester accepts limit / ingesters x replication factor of
 * them (pkg/ingester/limiter.go, 3.7.8). A stream is accepted if a quorum of its copies is accepted. If every ingester
 * holds a copy, the number is exact. Otherwise the number depends on which ingesters get the streams.
 */
export function streamsAccepted(plan: Plan): Bounds {
  const ingesters = plan.replicas.ingester;
  const { factor, copies, quorum } = replicationOf(plan);
  const limit = statedNumber(statedLimits(plan, streamsTenant), "max_global_streams_per_user");
  const each = Math.trunc((limit / ingesters) * factor);
  if (ingesters === copies) return { least: each, most: each };
  return { least: each, most: Math.floor((ingesters * each) / quorum) };
}
