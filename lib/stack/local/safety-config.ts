import { type JsonObject, layer } from "../../base/json.ts";
import type { IndexGatewayForm } from "../../plan/breakage-schema.ts";
import type { Component } from "../component.ts";
import { type LokiProcess, lokisOf, type Topology } from "./topology.ts";

/** Facts about a Loki process and its stack that the safety layer needs. */
export interface Surroundings {
  readonly runId: string;
  readonly topology: Topology;
  readonly bucket: string;
  readonly overridesFile: string;
  /** Data folder that only this Loki process uses. */
  readonly dataDir: string;
  readonly indexGatewayAddress: IndexGatewayForm;
}

/**
 * Returns the settings that tie one Loki process to its stack, applied on top of everything else. The store is given
 * once, as `common.storage.s3`. Loki copies this to the chunk store, the index shipper and the ruler's rules
 * (pkg/loki/config_wrapper.go, 3.7.8), so only one place must be right. The settings contain no credentials; Loki's AWS
 * client takes them from the process's environment.
 */
export function safetyConfig(loki: LokiProcess, around: Surroundings): JsonObject {
  const tied = layer(identity(loki, around), layer(store(around), neighbours(around)));
  return layer(tied, paths(around.dataDir));
}

function identity(loki: LokiProcess, around: Surroundings): JsonObject {
  return {
    server: {
      http_listen_address: "127.0.0.1",
      http_listen_port: loki.httpPort,
      grpc_listen_address: "127.0.0.1",
      grpc_listen_port: loki.grpcPort,
    },
    common: {
      instance_addr: "127.0.0.1",
      ring: {
        // Without an id, every process on this host would be the same ring instance (the default is the hostname).
        instance_id: loki.name,
        instance_addr: "127.0.0.1",
        instance_port: loki.grpcPort,
        kvstore: { store: "memberlist" },
      },
    },
    memberlist: memberlist(loki, around),
    frontend_worker: { id: loki.name },
    runtime_config: { file: around.overridesFile },
    analytics: { reporting_enabled: false },
    tracing: { enabled: false },
  };
}

/**
 * Returns the gossip settings. The cluster label keeps out processes of another stack that once used one of these
 * ports.
 */
function memberlist(loki: LokiProcess, around: Surroundings): JsonObject {
  return {
    node_name: loki.name,
    randomize_node_name: false,
    cluster_label: `lokiproof-${around.runId}`,
    bind_addr: ["127.0.0.1"],
    bind_port: loki.gossipPort,
    advertise_addr: "127.0.0.1",
    advertise_port: loki.gossipPort,
    join_members: seeds(around.topology).map(({ gossipPort }) => `127.0.0.1:${gossipPort}`),
    abort_if_cluster_join_fails: false,
    // All processes start at once, so a process that was not reachable at the first attempt must be tried again soon.
    min_join_backoff: "200ms",
    max_join_backoff: "1s",
    rejoin_interval: "5s",
    pull_push_interval: "10s",
    dead_node_reclaim_time: "1s",
    leave_timeout: "1s",
    broadcast_timeout_for_local_updates_on_shutdown: "1s",
  };
}

/**
 * Returns at most three Loki processes for gossip to join. If all were listed, each rejoin would make everyone exchange
 * state with everyone.
 */
function seeds(topology: Topology): readonly LokiProcess[] {
  const ingesters = lokisOf(topology, "ingester");
  return (ingesters.length > 0 ? ingesters : topology.lokis).slice(0, 3);
}

function store({ bucket, topology }: Surroundings): JsonObject {
  const s3 = {
    endpoint: `http://127.0.0.1:${topology.minioPort}`,
    region: "us-east-1",
    bucketnames: bucket,
    s3forcepathstyle: true,
    insecure: true,
  };
  return { common: { storage: { s3 } }, storage_config: { use_thanos_objstore: false } };
}

function neighbours(around: Surroundings): JsonObject {
  const first = (component: Component): LokiProcess | undefined => lokisOf(around.topology, component)[0];
  const compactor = first("compactor");
  const querier = first("querier");
  const gateways = indexGatewayAddress(around);
  return {
    ...(compactor ? { common: { compactor_grpc_address: `127.0.0.1:${compactor.grpcPort}` } } : {}),
    // A single binary tails by itself; if it were given a querier address, it would forward to itself indefinitely.
    ...(querier && querier.target !== "all"
      ? { frontend: { tail_proxy_url: `http://127.0.0.1:${querier.httpPort}` } }
      : {}),
    index_gateway: { mode: "simple" },
    ...(gateways === undefined
      ? {}
      : { storage_config: { tsdb_shipper: { index_gateway_client: { server_address: gateways } } } }),
  };
}

/**
 * Returns the index gateways' address in the requested form. The form determines how many gateways a client uses:
 * pkg/indexgateway/client.go, 3.7.8, and measured.md "Index-gateway address".
 */
export function indexGatewayAddress({
  topology,
  indexGatewayAddress: form,
}: Surroundings): string | undefined {
  const gateways = topology.lokis.filter(({ target }) => target === "index-gateway");
  const addresses = gateways.map(({ grpcPort }) => `127.0.0.1:${grpcPort}`);
  if (form === "none" || addresses.length === 0) return undefined;
  if (form === "cluster-ip") return addresses[0];
  return form === "dns-triple-slash" ? `dns:///${addresses[0]}` : addresses.join(",");
}

function paths(dir: string): JsonObject {
  return {
    common: { path_prefix: dir },
    ingester: { wal: { dir: `${dir}/wal` } },
    ruler: { rule_path: `${dir}/rules`, wal: { dir: `${dir}/ruler-wal` } },
    compactor: { working_directory: `${dir}/compactor` },
    storage_config: {
      tsdb_shipper: { active_index_directory: `${dir}/tsdb-index`, cache_location: `${dir}/tsdb-cache` },
    },
  };
}
