import { isObject, type Json, type JsonObject, layer } from "../../base/json.ts";
import type { Component } from "../component.ts";
import { type LokiProcess, lokisOf, type Topology } from "./topology.ts";

/** What the safety layer needs to know of the stack that a process belongs to. */
export interface Surroundings {
  readonly runId: string;
  readonly topology: Topology;
  readonly bucket: string;
  readonly overridesFile: string;
  /** Folder of this process alone. */
  readonly dataDir: string;
  readonly indexGatewayAddress: "list" | "dns-triple-slash" | "none";
}

/**
 * Subtrees that name stores, rings, caches, receivers or files outside the stack. They are taken out wherever they
 * stand in a user's values, so that nothing started here can reach what those values were written for.
 */
const foreignKeys: ReadonlySet<string> = new Set([
  ...["kvstore", "instance_id", "instance_addr", "instance_port", "instance_interface_names"],
  ...["instance_availability_zone", "zone_awareness_enabled", "tokens_file_path"],
  ...["memcached", "memcached_client", "redis"],
  ...[
    "alertmanager_url",
    "alertmanager_client",
    "external_url",
    "remote_write",
    "per_tenant_override_config",
  ],
  ...["ruler_alertmanager_config", "ruler_remote_write_config", "ruler_remote_write_url"],
]);

/** Sections of Loki's config that are replaced or left out as a whole. */
const foreignSections: readonly (readonly string[])[] = [
  ...[["memberlist"], ["runtime_config", "file"], ["analytics"], ["kafka_config"], ["tracing"], ["target"]],
  ...[["bloom_build"], ["bloom_gateway"], ["internal_server"], ["ui"], ["http_prefix"], ["profiling"]],
  ...[
    ["common", "storage"],
    ["common", "compactor_address"],
    ["common", "path_prefix"],
    ["common", "scratch_path"],
  ],
  ...[["ruler_storage"], ["ruler", "storage"], ["ruler", "evaluation", "query_frontend"]],
  ...[
    ["frontend", "downstream_url"],
    ["frontend", "tail_proxy_url"],
    ["frontend", "tail_tls_config"],
  ],
  ...[
    ["frontend", "scheduler_address"],
    ["frontend_worker", "scheduler_address"],
  ],
  ...[
    ["frontend_worker", "frontend_address"],
    ["query_scheduler", "use_scheduler_ring"],
  ],
  ...[["table_manager"], ["chunk_store_config", "write_dedupe_cache_config"]],
  ["storage_config", "tsdb_shipper", "index_gateway_client", "server_address"],
];

/** What of `storage_config` says how to use a store, not which: the only part of it that is kept. */
const keptStorageKeys: ReadonlySet<string> = new Set([
  ...["tsdb_shipper", "hedging", "max_parallel_get_chunk", "max_chunk_batch_size", "index_cache_validity"],
  ...["index_queries_cache_config", "disable_broad_index_queries", "congestion_control"],
]);

/** A user's values without anything that reaches outside of the stack. */
export function withoutForeign(config: JsonObject): JsonObject {
  let clean = dropKeys(config, foreignKeys);
  for (const path of foreignSections) clean = without(clean, path);
  const storage = clean["storage_config"];
  if (isObject(storage)) {
    const kept = Object.entries(storage).filter(([key]) => keptStorageKeys.has(key));
    clean = { ...clean, storage_config: Object.fromEntries(kept) };
  }
  return withLocalServer(withOurStore(clean));
}

/** Every period keeps its chunks in the stack's own S3, whatever store a user's schema names. */
function withOurStore(config: JsonObject): JsonObject {
  const schema = config["schema_config"];
  if (!isObject(schema) || !Array.isArray(schema["configs"])) return config;
  const configs = (schema["configs"] as readonly Json[]).map((period) =>
    isObject(period) ? { ...period, object_store: "s3" } : period,
  );
  return { ...config, schema_config: { ...schema, configs } };
}

/** Listen addresses and TLS files are the stack's; what remains of `server` are limits and timeouts. */
function withLocalServer(config: JsonObject): JsonObject {
  const server = config["server"];
  if (!isObject(server)) return config;
  const kept = Object.entries(server).filter(
    ([key]) =>
      !/^(http|grpc)_(listen_|tls_|server_(tls|cert|key))|tls|^http_path_prefix$|^register_/.test(key),
  );
  return { ...config, server: Object.fromEntries(kept) };
}

/**
 * What ties one process to this stack, laid over everything else.
 *
 * The store is given once, as `common.storage.s3`: Loki copies it to the chunk store, the index shipper and the
 * ruler's rules alike (pkg/loki/config_wrapper.go, 3.7.8), so there is one place to be right. Credentials are not in it
 * at all; Loki's AWS client takes them from the process's environment.
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
        // Without one each process on this host would be the same ring member (the default is the host's name).
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

/** The label keeps a stack apart from any other that a port may once have belonged to. */
function memberlist(loki: LokiProcess, around: Surroundings): JsonObject {
  return {
    node_name: loki.name,
    randomize_node_name: false,
    cluster_label: `lokiproof-${around.runId}`,
    bind_addr: ["127.0.0.1"],
    bind_port: loki.gossipPort,
    advertise_addr: "127.0.0.1",
    advertise_port: loki.gossipPort,
    join_members: around.topology.lokis.map(({ gossipPort }) => `127.0.0.1:${gossipPort}`),
    abort_if_cluster_join_fails: false,
    // All start at once: who was not up at the first try is met soon after.
    min_join_backoff: "200ms",
    max_join_backoff: "1s",
    rejoin_interval: "3s",
    pull_push_interval: "5s",
    dead_node_reclaim_time: "1s",
    leave_timeout: "1s",
    broadcast_timeout_for_local_updates_on_shutdown: "1s",
  };
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
    ...(querier ? { frontend: { tail_proxy_url: `http://127.0.0.1:${querier.httpPort}` } } : {}),
    index_gateway: { mode: "simple" },
    ...(gateways === undefined
      ? {}
      : { storage_config: { tsdb_shipper: { index_gateway_client: { server_address: gateways } } } }),
  };
}

/** Which forms give how many clients: pkg/indexgateway/client.go, 3.7.8, and measured.md "Index-gateway address". */
function indexGatewayAddress({ topology, indexGatewayAddress: form }: Surroundings): string | undefined {
  const gateways = topology.lokis.filter(({ target }) => target === "index-gateway");
  const addresses = gateways.map(({ grpcPort }) => `127.0.0.1:${grpcPort}`);
  if (form === "none" || addresses.length === 0) return undefined;
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

function dropKeys(config: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !keys.has(key))
      .map(([key, value]) => [key, isObject(value) ? dropKeys(value, keys) : value]),
  );
}

function without(config: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !(key in config)) return config;
  const inner = config[key];
  if (rest.length > 0) return isObject(inner) ? { ...config, [key]: without(inner, rest) } : config;
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}
