/** The tenant of the routing probes. Its overrides are in claim.ts. */
export const routingTenant = "lokiproof-routing";

/** The routing tenant's `tsdb_max_bytes_per_shard`. It is so small that a few lines make many shards. */
export const shardBytes = 4096;
