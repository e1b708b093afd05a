import { type JsonObject, layer } from "../../base/json.ts";
import { baseConfigOf } from "../../plan/base-config.ts";
import type { Plan } from "../../plan/plan.ts";
import { deadAddressesOf } from "../../settings/breakage-settings.ts";
import { harmlessConfig } from "../../settings/keep-harmless.ts";
import { ownAddresses } from "./own-addresses.ts";
import { type Surroundings, safetyConfig } from "./safety-config.ts";
import { type LokiProcess, lokisOf } from "./topology.ts";

/**
 * Returns the complete config of one Loki process. Later layers win: lokiproof's base, the plan's config (from the
 * published deployment, the scenario and the user), the config of a breakage (a deliberate fault), the safety layer.
 * Only a breakage's dead loopback addresses, on which nothing listens, override the safety layer
 * (lib/settings/breakage-settings.ts).
 */
export function lokiConfig(loki: LokiProcess, plan: Plan, around: Surroundings): JsonObject {
  const broken = breakageOf(loki, plan);
  const wanted = layer(
    layer(baseConfigOf(plan.lokiVersion), harmlessConfig(plan.config).config),
    harmlessConfig(broken).config,
  );
  const tied = layer(wanted, safetyConfig(loki, around));
  return [aloneConfig(loki), ownAddresses(wanted, around), discovery(broken, plan, around)].reduce(
    layer,
    tied,
  );
}

/**
 * Returns the config of the querier that reads only the object store. This querier joins no ring and no gossip of the
 * stack, and has no worker, so that it never gets the stack's queries. It reads the index itself, into a separate
 * cache. From a breakage (a deliberate fault) it takes only the config of all components, not the config of single
 * components.
 */
export function storeReaderConfig(loki: LokiProcess, plan: Plan, around: Surroundings): JsonObject {
  const { breakage } = plan;
  const whole: Plan = breakage ? { ...plan, breakage: { ...breakage, components: {} } } : plan;
  return layer(lokiConfig(loki, whole, { ...around, indexGatewayAddress: "none" }), {
    querier: { query_store_only: true },
    query_scheduler: { use_scheduler_ring: false },
    frontend_worker: { frontend_address: "" },
    common: { ring: { kvstore: { store: "inmemory" } } },
    memberlist: { join_members: [] },
    // A new index upload is visible after this interval plus at most a minute, for which Loki caches the bucket's list
    // (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8). The first query of a day sees the
    // upload at once.
    storage_config: { tsdb_shipper: { resync_interval: "5s" } },
  });
}

/**
 * Returns replication factor 1 for a single binary, which has no other process to replicate to: with the default 3 it
 * would refuse every push. Other targets get no setting.
 */
function aloneConfig({ target }: LokiProcess): JsonObject {
  return target === "all" ? { common: { replication_factor: 1 } } : {};
}

function breakageOf(loki: LokiProcess, plan: Plan): JsonObject {
  const { config = {}, components = {} } = plan.breakage ?? {};
  return layer(layer(config, components[loki.target] ?? {}), components[loki.name] ?? {});
}

/**
 * Returns the settings with which queriers and frontends find each other. They use the scheduler ring, unless a
 * breakage (a deliberate fault) names an address. If the plan has no scheduler, queriers connect to the plan's only
 * frontend (lib/plan/shape-problems.ts).
 */
function discovery(broken: JsonObject, plan: Plan, { topology }: Surroundings): JsonObject {
  const dead = deadAddressesOf(broken);
  const [frontend] = lokisOf(topology, "query-frontend");
  if (plan.replicas["query-scheduler"] > 0 || frontend === undefined)
    return layer({ query_scheduler: { use_scheduler_ring: dead["frontend"] === undefined } }, dead);
  const toFrontend = {
    frontend_worker: { frontend_address: `127.0.0.1:${frontend.grpcPort}` },
    query_scheduler: { use_scheduler_ring: false },
  };
  return layer(toFrontend, dead);
}
