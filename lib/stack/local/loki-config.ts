import { type JsonObject, layer } from "../../base/json.ts";
import { baseConfigOf } from "../../plan/base-config.ts";
import type { Plan } from "../../plan/plan.ts";
import { deadAddressesOf } from "../../settings/breakage-settings.ts";
import { harmlessConfig } from "../../settings/keep-harmless.ts";
import { ownAddresses } from "./own-addresses.ts";
import { type Surroundings, safetyConfig } from "./safety-config.ts";
import { type LokiProcess, lokisOf } from "./topology.ts";

/**
 * The whole config of one process: our base < the plan's (article, scenario, the user's) < the breakage's < safety.
 * Over safety are only a breakage's addresses of loopback on which nothing listens (lib/settings/breakage-settings.ts).
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
 * The config of the querier that reads the store alone: in no ring and no gossip of the stack, without a worker (so
 * that the stack's queries never reach it), and reading the index itself, into a cache of its own. Of a breakage it has
 * what changes how data is kept and for whom, not what was done to one component.
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
    // What was just uploaded is seen after this and at most a minute more, for which Loki remembers the bucket's list
    // (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8); by the first query of a day at once.
    storage_config: { tsdb_shipper: { resync_interval: "5s" } },
  });
}

/** A single binary has nobody to replicate to: with the article's factor of 3 it would refuse every push. */
function aloneConfig({ target }: LokiProcess): JsonObject {
  return target === "all" ? { common: { replication_factor: 1 } } : {};
}

function breakageOf(loki: LokiProcess, plan: Plan): JsonObject {
  const { config = {}, components = {} } = plan.breakage ?? {};
  return layer(layer(config, components[loki.target] ?? {}), components[loki.name] ?? {});
}

/**
 * Frontends and queriers find the schedulers through the ring, unless a breakage names an address. Where the plan has no
 * scheduler, queriers connect to the frontend (lib/plan/shape-problems.ts: there is one).
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
