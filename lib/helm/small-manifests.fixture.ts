import { stringify } from "yaml";
import type { JsonObject } from "../base/json.ts";

/** For tests: the parts of a rendered chart that the checks read. */
export interface Parts {
  readonly replicas: Readonly<Record<string, number>>;
  readonly config: JsonObject;
  readonly runtime: unknown;
  readonly headless: boolean;
  readonly claims: readonly string[];
}

export const sound: Parts = {
  replicas: {
    distributor: 3,
    ingester: 3,
    querier: 4,
    "query-frontend": 2,
    "query-scheduler": 2,
    "index-gateway": 2,
    compactor: 1,
    ruler: 2,
  },
  config: {
    common: { replication_factor: 3 },
    frontend: { scheduler_address: "loki-query-scheduler.loki.svc.cluster.local:9095" },
    storage_config: {
      tsdb_shipper: {
        index_gateway_client: {
          server_address: "dns+loki-index-gateway-headless.loki.svc.cluster.local:9095",
        },
      },
    },
  },
  runtime: { overrides: {} },
  headless: true,
  claims: ["20Gi"],
};

function map(name: string, key: string, text: string): object {
  return { kind: "ConfigMap", metadata: { name }, data: { [key]: text } };
}

function service(name: string, component: string, clusterIP?: string): object {
  const selector = { "app.kubernetes.io/component": component };
  return { kind: "Service", metadata: { name }, spec: { clusterIP, selector } };
}

/** Returns minimal manifests with the structure of the Loki chart's manifests. */
export function manifestsOf({ replicas, config, runtime, headless, claims }: Parts): string {
  const volumeClaimTemplates = claims.map((storage) => ({
    metadata: { name: "data" },
    spec: { resources: { requests: { storage } } },
  }));
  const workloads = Object.entries(replicas).map(([component, count]) => ({
    kind: component === "ingester" ? "StatefulSet" : "Deployment",
    metadata: { name: `loki-${component}` },
    spec: {
      replicas: count,
      template: {
        metadata: { labels: { "app.kubernetes.io/component": component.replace(/-zone-.*/, "") } },
        spec: { containers: [{ image: "grafana/loki:3.7.8" }] },
      },
      ...(component.startsWith("ingester") ? { volumeClaimTemplates } : {}),
    },
  }));
  return [
    map("loki", "config.yaml", stringify(config)),
    map("loki-runtime", "runtime-config.yaml", stringify(runtime)),
    service("loki-index-gateway-headless", "index-gateway", headless ? "None" : undefined),
    service("loki-query-scheduler", "query-scheduler", "None"),
    ...workloads,
  ]
    .map((object) => stringify(object))
    .join("---\n");
}

/** Returns Loki's config with the given address of the index gateways. */
export const gatewayAt = (address: string): JsonObject => ({
  ...sound.config,
  storage_config: { tsdb_shipper: { index_gateway_client: { server_address: address } } },
});
