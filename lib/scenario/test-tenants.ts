import type { JsonObject } from "../base/json.ts";

/**
 * Tenants of our own that disturbing probes write to, with runtime overrides small enough to reach. They are part of
 * every plan (and shown by it), are not divided by `scale`, and never meet a user's tenant: the prefix is ours.
 */
export const testTenants = {
  // Routing: a few lines make many shards, whatever their age (lib/routing/sharded-lines.ts).
  "lokiproof-routing": { tsdb_max_bytes_per_shard: "4KB", min_sharding_lookback: "0s", shard_streams: { enabled: false } },
  // Chunks: a stream is one stream on each of its ingesters (lib/chunks/replicas.ts).
  "lokiproof-chunks": { shard_streams: { enabled: false } },
} as const satisfies Readonly<Record<string, JsonObject>>;
