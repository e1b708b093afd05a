import { roomyLimits } from "../../plan/roomy-limits.ts";
import type { Claim } from "../../probe/claim.ts";
import { indexLookupsProbe } from "./index-lookups.probe.ts";
import { queryPathProbe } from "./query-path.probe.ts";
import { routingTenant, shardBytes } from "./routing-tenant.ts";

export const routing: Claim = {
  suite: "routing",
  probes: [indexLookupsProbe, queryPathProbe],
  tenants: {
    // Limits with which a few lines make many shards, whatever the lines' age (sharded-lines.ts).
    [routingTenant]: {
      ...roomyLimits,
      tsdb_max_bytes_per_shard: `${shardBytes / 1024}KB`,
      min_sharding_lookback: "0s",
      shard_streams: { enabled: false },
    },
  },
};
