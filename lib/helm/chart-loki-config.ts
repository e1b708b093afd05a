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
 * Loki's config as `loki.structuredConfig`, which the chart lays over its own (templates/_helpers.tpl,
 * `loki.calculatedConfig`): our base < the plan's < the breakage's < safety. What the chart does itself (memberlist's
 * members, the addresses of the schedulers and the compactor, the store) is left to it.
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
    // The label keeps a release apart from any other whose pods may have had these addresses.
    memberlist: { cluster_label: `lokiproof-${plan.runId}` },
    // With any other line of `common.ring` in it Loki no longer takes memberlist by itself but the default, consul
    // (pkg/loki/config_wrapper.go, 3.7.8).
    common: { ring: { kvstore: { store: "memberlist" } } },
    analytics: { reporting_enabled: false },
    tracing: { enabled: false },
    storage_config: {
      tsdb_shipper: { index_gateway_client: { server_address: indexGatewayAddress(form, around) } },
    },
    ...(typeof ring === "boolean" ? { query_scheduler: { use_scheduler_ring: ring } } : {}),
  };
}

/** The release's own addresses for what a config has switched on and its own address was left out of. */
function ownAddresses(config: JsonObject, plan: Plan, around: ChartSurroundings): JsonObject {
  const server = indexGatewayAddress(plan.breakage?.indexGatewayAddress ?? "list", around);
  const old = { storage_config: { boltdb_shipper: { index_gateway_client: { server_address: server } } } };
  const frontend = `${around.release}-query-frontend.${around.namespace}.svc.cluster.local:9095`;
  const evaluation =
    plan.replicas["query-frontend"] === 0 ? { mode: "local" } : { query_frontend: { address: frontend } };
  return layer(hasOldIndex(config) ? old : {}, evaluatesRemotely(config) ? { ruler: { evaluation } } : {});
}
