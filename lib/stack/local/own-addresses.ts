import { type JsonObject, layer } from "../../base/json.ts";
import { evaluatesRemotely, hasOldIndex } from "../../plan/own-address-needs.ts";
import { indexGatewayAddress, type Surroundings } from "./safety-config.ts";
import { lokisOf } from "./topology.ts";

/**
 * The stack's own addresses for what a config has switched on and its own address was left out of: without one, Loki
 * would not start (remote rule evaluation), or each querier would read an old period's index by itself.
 */
export function ownAddresses(config: JsonObject, around: Surroundings): JsonObject {
  return layer(remoteEvaluation(config, around), oldIndex(config, around));
}

/** Rulers ask a query-frontend; where there is none, they evaluate by themselves. */
function remoteEvaluation(config: JsonObject, { topology }: Surroundings): JsonObject {
  if (!evaluatesRemotely(config)) return {};
  const [frontend] = lokisOf(topology, "query-frontend");
  if (frontend === undefined) return { ruler: { evaluation: { mode: "local" } } };
  return { ruler: { evaluation: { query_frontend: { address: `127.0.0.1:${frontend.grpcPort}` } } } };
}

/** Its folders are below `common.path_prefix` (betterBoltdbShipperDefaults, pkg/loki/config_wrapper.go, 3.7.8). */
function oldIndex(config: JsonObject, around: Surroundings): JsonObject {
  const server = indexGatewayAddress(around);
  if (server === undefined || !hasOldIndex(config)) return {};
  return { storage_config: { boltdb_shipper: { index_gateway_client: { server_address: server } } } };
}
