import { type JsonObject, layer } from "../base/json.ts";
import { lokiIsAtLeast } from "../promises/loki-is.ts";

/**
 * Defaults for a Loki on one machine, which the user can still change: quick joins and short waits, because Loki's own
 * defaults suit a fleet. Settings that tie Loki to lokiproof's stack are in the safety layer, which is merged after the
 * user's values.
 */
export const baseConfig: JsonObject = {
  server: {
    log_level: "info",
    graceful_shutdown_timeout: "5s",
    // The limit is raised because the answer to a split query of the storm can exceed Loki's default of 4 MB.
    grpc_server_max_recv_msg_size: 16777216,
    grpc_server_max_send_msg_size: 16777216,
  },
  common: { replication_factor: 3, ring: { heartbeat_period: "5s" } },
  ingester: {
    lifecycler: {
      join_after: "0s",
      observe_period: "0s",
      min_ready_duration: "0s",
      final_sleep: "0s",
    },
  },
  // An ingester client is closed if its health check takes longer than this timeout, and its pushes in flight get a 500
  // (pkg/ingester/client, 3.7.8). With the default of 1 s, a busy machine would look like a dead ingester.
  ingester_client: { pool_config: { remote_timeout: "5s" } },
  // Two rulers divide the rules among themselves only with sharding on. Sharding is off by default, and rulers then
  // join no ring.
  ruler: { enable_api: true, enable_sharding: true },
  frontend: { scheduler_dns_lookup_period: "1s" },
  frontend_worker: { dns_lookup_duration: "1s" },
  runtime_config: { period: "2s" },
  // By default an index gateway that has opened a day's index looks for newer files only every five minutes,
  // which is longer than a run.
  storage_config: { tsdb_shipper: { resync_interval: "10s" } },
};

/**
 * Makes Loki show all of a tenant's limits, which lib/claims/limits reads from every component. From 3.6 on, Loki shows
 * only some of a tenant's limits unless this list is empty. Earlier versions do not know the setting
 * (pkg/loki/config_handler.go, 3.7.8).
 */
const showAllLimits: JsonObject = { tenant_limits_allow_publish: [] };

/** Returns the settings that lokiproof's checks need in every Loki, whether lokiproof started it or not. */
export function checkableConfigOf(lokiVersion: string): JsonObject {
  return lokiIsAtLeast({ lokiVersion }, "3.6") ? showAllLimits : {};
}

export function baseConfigOf(lokiVersion: string): JsonObject {
  return layer(baseConfig, checkableConfigOf(lokiVersion));
}
