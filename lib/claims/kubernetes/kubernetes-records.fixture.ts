import { agentsPushBytes } from "./agents-push.ts";
import type { BudgetsRecord } from "./budgets.probe.ts";
import type { CompactorsRecord } from "./compactors.probe.ts";
import type { ExposureRecord } from "./exposure.probe.ts";
import type { GatewayRecord } from "./gateway-record.ts";
import type { IndexGatewaysRecord } from "./index-gateways.probe.ts";
import type { PodsRecord } from "./pods.probe.ts";
import type { VolumesRecord } from "./volumes.probe.ts";

const kubectl = "kubectl -n loki";
const image = "docker.io/grafana/loki:3.7.8";
const gib = 1024 ** 3;

function pod(name: string, component: string): PodsRecord["pods"][number] {
  const container = { name: component, image, ready: true, restarts: 0 };
  return {
    name,
    uid: `uid-${name}`,
    component,
    chart: "loki-6.55.0",
    phase: "Running",
    ready: true,
    containers: [container],
  };
}

const ingesters = ["loki-ingester-0", "loki-ingester-1", "loki-ingester-2"];
const pods: PodsRecord = {
  kubectl,
  pods: [...ingesters.map((name) => pod(name, "ingester")), pod("loki-compactor-0", "compactor")],
};

const budgets: BudgetsRecord = {
  kubectl,
  pods: pods.pods.map(({ name, component }) => ({ name, component })),
  budgets: [
    { name: "loki-ingester", pods: ingesters, expectedPods: 3, desiredHealthy: 2, currentHealthy: 3 },
  ],
};

const volumes: VolumesRecord = {
  kubectl,
  claims: ingesters.map((name) => ({
    name: `data-${name}`,
    wantedBytes: 20 * gib,
    phase: "Bound",
    requestedBytes: 20 * gib,
    capacityBytes: 20 * gib,
  })),
  disks: ingesters.map((ingester) => ({
    ingester,
    url: "http://x",
    usedShare: 0.2,
    refusesAt: 0.9,
    timesFull: 0,
  })),
};

const serverAddress = "dns+loki-index-gateway-headless.loki.svc.cluster.local:9095";
const indexGateways: IndexGatewaysRecord = {
  kubectl,
  queriers: [{ querier: "querier-0", url: "http://x", mode: "simple", serverAddress }],
  services: [{ name: "loki-index-gateway-headless", clusterIp: "None", addresses: ["10.0.0.1", "10.0.0.2"] }],
  pods: [
    { name: "loki-index-gateway-0", ip: "10.0.0.1", ready: true },
    { name: "loki-index-gateway-1", ip: "10.0.0.2", ready: true },
  ],
};

const compactor = {
  name: "loki/loki-compactor-0",
  ip: "10.0.0.3",
  store: "minio:9000/chunks",
  ring: ["10.0.0.3"],
  ringStore: "memberlist",
  running: true,
};
const compactors: CompactorsRecord = {
  kubectl,
  namespace: "loki",
  onlyThere: false,
  compactors: [compactor],
};

const exposure: ExposureRecord = {
  kubectl,
  services: [
    { name: "loki-gateway", type: "NodePort", externalIps: [], ingresses: ["loki"], components: ["gateway"] },
    { name: "loki-ingester", type: "ClusterIP", externalIps: [], ingresses: [], components: ["ingester"] },
  ],
  shielded: 0,
  pods: 4,
  unseen: [],
};

const route = { readTimeoutMs: 600_000, maxBodyBytes: 4 * 1024 ** 2 };
const gateway: GatewayRecord = {
  kubectl,
  configMap: "ConfigMap loki-gateway",
  push: { ...route, path: "/loki/api/v1/push" },
  query: { ...route, path: "/loki/api/v1/query_range" },
  agents: { bytes: agentsPushBytes, status: 204, answer: "" },
  under: { bytes: 4_190_000, status: 204, answer: "" },
  over: { bytes: 4_250_000, status: 413, answer: "Request Entity Too Large" },
  loki: { queryTimeoutMs: 300_000, writeTimeoutMs: 600_000, maxReceiveBytes: 100 * 1024 ** 2 },
};

/** The Kubernetes probes' records of a healthy Loki, by the name of the record file. */
export const kubernetesRecords = {
  "kubernetes.pods-before": pods,
  "kubernetes.pods-after": pods,
  "kubernetes.pods-end": pods,
  "kubernetes.budgets": budgets,
  "kubernetes.volumes": volumes,
  "kubernetes.index-gateways": indexGateways,
  "kubernetes.compactors": compactors,
  "kubernetes.exposure": exposure,
  "kubernetes.gateway": gateway,
};
export type KubernetesRecords = typeof kubernetesRecords;
