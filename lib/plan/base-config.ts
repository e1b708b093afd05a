import { type JsonObject, layer } from "../base/json.ts";
import { lokiIsAtLeast } from "../promises/loki-is.ts";

/**
 * What a Loki on one machine needs and a user may still change: quick joins and short waits in place of the defaults
 * that suit a fleet. Everything that ties it to this stack is in the safety layer, after the user's values.
 */
export const baseConfig: JsonObject = {
  server: {
    log_level: "info",
    graceful_shutdown_timeout: "5s",
    // Loki's default of 4 MB is smaller than what a split query of the storm may carry.
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
  // A client whose health check takes longer than a second is closed, and its pushes in flight are answered with 500
  // (pkg/ingester/client, 3.7.8): on one busy machine that tells of the machine, not of a dead ingester.
  ingester_client: { pool_config: { remote_timeout: "5s" } },
  // Two rulers share the rules only when sharding is on; off, the default, they would be in no ring at all.
  ruler: { enable_api: true, enable_sharding: true },
  frontend: { scheduler_dns_lookup_period: "1s" },
  frontend_worker: { dns_lookup_duration: "1s" },
  runtime_config: { period: "2s" },
  // By default an index gateway that has opened a day's index looks for newer files every five minutes: longer than a run.
  storage_config: { tsdb_shipper: { resync_interval: "10s" } },
};

/**
 * From 3.6 on Loki shows only some of a tenant's limits unless this list is empty; before, it does not know the list
 * (pkg/loki/config_handler.go, 3.7.8). lib/claims/limits reads there what every component has in effect.
 */
const showAllLimits: JsonObject = { tenant_limits_allow_publish: [] };

/** What the checks need of any Loki that they are to judge. */
export function checkableConfigOf(lokiVersion: string): JsonObject {
  return lokiIsAtLeast({ lokiVersion }, "3.6") ? showAllLimits : {};
}

export function baseConfigOf(lokiVersion: string): JsonObject {
  return layer(baseConfig, checkableConfigOf(lokiVersion));
}
