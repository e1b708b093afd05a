import { type JsonObject, layer } from "../../base/json.ts";
import { evaluatesRemotely, hasOldIndex } from "../../plan/own-address-needs.ts";
import { indexGatewayAddress, type Surroundings } from "./safety-config.ts";
import { lokisOf } from "./topology.ts";

/**
 * Returns the stack's own addresses for enabled features whose configured addresses lokiproof removed. Without these
 * addresses, Loki would not start (remote rule evaluation), or each querier would read an old period's index by itself.
 */
export function ownAddresses(config: JsonObject, around: Surroundings): JsonObject {
  return layer(remoteEvaluation(config, around), oldIndex(config, around));
}

/** Returns a query-frontend's address for the rulers. If there is no frontend, the rulers evaluate locally. */
function remoteEvaluation(config: JsonObject, { topology }: Surroundings): JsonObject {
  if (!evaluatesRemotely(config)) return {};
  const [frontend] = lokisOf(topology, "query-frontend");
  if (frontend === undefined) return { ruler: { evaluation: { mode: "local" } } };
  return { ruler: { evaluation: { query_frontend: { address: `127.0.0.1:${frontend.grpcPort}` } } } };
}

/**
 * Returns the config that gives boltdb-shipper, the index of old schema periods, the index gateway's address. The
 * config sets no folders for boltdb-shipper, because Loki derives them from `common.path_prefix`
 * (betterBoltdbShipperDefaults, pkg/loki/config_wrapper.go, 3.7.8).
 */
function oldIndex(config: JsonObject, around: Surroundings): JsonObject {
  const server = indexGatewayAddress(around);
  if (server === undefined || !hasOldIndex(config)) return {};
  return { storage_config: { boltdb_shipper: { index_gateway_client: { server_address: server } } } };
}
