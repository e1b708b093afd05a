/** The tenant that routing is tried with; its overrides are in claim.ts. */
export const routingTenant = "lokiproof-routing";

/** Its `tsdb_max_bytes_per_shard`: small, so that a few lines make many shards. */
export const shardBytes = 4096;
