import { type JsonObject, layer } from "../base/json.ts";
import { baseConfigOf, checkableConfigOf } from "../plan/base-config.ts";
import { valueAt } from "../plan/chart/layer-values.ts";
import { lokiConfigOf } from "../plan/chart/loki-sections.ts";
import { evaluatesRemotely, hasOldIndex } from "../plan/own-address-needs.ts";
import type { Plan } from "../plan/plan.ts";
import { harmlessConfig } from "../settings/keep-harmless.ts";
import { indexGatewayAddress } from "./index-gateway-address.ts";
import type { ChartSurroundings } from "./surroundings.ts";

/**
 * Returns Loki's config for `loki.structuredConfig`, which the chart merges over its own config
 * (templates/_helpers.tpl, `loki.calculatedConfig`). The config merges, in ascending precedence: lokiproof's base
 * config, the plan's, the breakage's, and the safety settings. The chart itself sets memberlist's members, the
 * addresses of the schedulers and the compactor, and the object store.
 */
export function chartLokiConfig(plan: Plan, around: ChartSurroundings): JsonObject {
  const { breakage } = plan;
  const broken = layer(lokiConfigOf(breakage?.values ?? {}), breakage?.config ?? {});
  const wanted = layer(harmlessConfig(plan.config).config, harmlessConfig(broken).config);
  const bare = plan.helm?.base === "none";
  const based = layer(bare ? checkableConfigOf(plan.lokiVersion) : baseConfigOf(plan.lokiVersion), wanted);
  return layer(layer(based, safety(plan, around)), ownAddresses(based, plan, around));
}

function safety(plan: Plan, around: ChartSurroundings): JsonObject {
  const form = plan.breakage?.indexGatewayAddress ?? plan.indexGatewayForm ?? "list";
  const ring = valueAt(plan.config, ["query_scheduler", "use_scheduler_ring"]);
  return {
    // The cluster label keeps the release from joining another release whose pods had the same IP addresses before.
    memberlist: { cluster_label: `lokiproof-${plan.runId}` },
    // If `common.ring` has any setting, Loki no longer defaults to memberlist but to consul
    // (pkg/loki/config_wrapper.go, 3.7.8). So memberlist is set explicitly.
    common: { ring: { kvstore: { store: "memberlist" } } },
    analytics: { reporting_enabled: false },
    tracing: { enabled: false },
    storage_config: {
      tsdb_shipper: { index_gateway_client: { server_address: indexGatewayAddress(form, around) } },
    },
    ...(typeof ring === "boolean" ? { query_scheduler: { use_scheduler_ring: ring } } : {}),
  };
}

/**
 * Returns the release's own addresses for the Loki features that the config enables. The addresses in the user's config
 * were dropped.
 */
function ownAddresses(config: JsonObject, plan: Plan, around: ChartSurroundings): JsonObject {
  const server = indexGatewayAddress(plan.breakage?.indexGatewayAddress ?? "list", around);
  const old = { storage_config: { boltdb_shipper: { index_gateway_client: { server_address: server } } } };
  const frontend = `${around.release}-query-frontend.${around.namespace}.svc.cluster.local:9095`;
  const evaluation =
    plan.replicas["query-frontend"] === 0 ? { mode: "local" } : { query_frontend: { address: frontend } };
  return layer(hasOldIndex(config) ? old : {}, evaluatesRemotely(config) ? { ruler: { evaluation } } : {});
}
