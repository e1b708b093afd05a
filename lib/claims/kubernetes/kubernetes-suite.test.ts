import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CheckResult } from "../../verdict/check.ts";
import { type KubernetesRecords, kubernetesRecords as well } from "./kubernetes-records.fixture.ts";

type Judged = Readonly<Record<string, Pick<CheckResult, "outcome" | "message">>>;

async function judged(records: Partial<KubernetesRecords>): Promise<Judged> {
  const replicas = { querier: 1, "index-gateway": 2, ingester: 3, compactor: 1, "pattern-ingester": 0 };
  await using folder = await runFolder({ provider: "kind", replicas: { ...allOnce, ...replicas } });
  await copySuites({ runDir: folder.dir, only: ["kubernetes"], userSuites: [] });
  for (const [probe, data] of Object.entries({ ...well, ...records })) await folder.observed(probe, data);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, ...check }) => [id.replace("kubernetes.", ""), check]));
}

const allOnce = { distributor: 1, "query-frontend": 1, "query-scheduler": 1, ruler: 0 };
const { "kubernetes.pods-before": pods, "kubernetes.gateway": gateway } = well;
const { "kubernetes.index-gateways": gateways, "kubernetes.compactors": compactors } = well;

const outcomes = (checks: Judged): Record<string, string> =>
  Object.fromEntries(Object.entries(checks).map(([id, { outcome }]) => [id, outcome]));

const allPass = {
  restarts: "pass",
  volumes: "pass",
  disks: "pass",
  budgets: "pass",
  versions: "pass",
  compactors: "pass",
  "index-gateways": "pass",
  "gateway-body": "pass",
  "gateway-timeouts": "pass",
  "around-gateway": "pass",
};
const allFail = Object.fromEntries(Object.keys(allPass).map((id) => [id, "fail"]));

const [first, ...others] = pods.pods;
if (first === undefined) throw new Error("the fixture has no pod");
const crashing = {
  ...first,
  containers: first.containers.map((container) => ({
    ...container,
    image: "docker.io/grafana/loki:3.5.7",
    ready: false,
    restarts: 4,
    waiting: "CrashLoopBackOff",
    lastEnd: { reason: "OOMKilled", exitCode: 137, at: "2026-11-27T09:00:00Z" },
  })),
};
const [lead] = compactors.compactors;
if (lead === undefined) throw new Error("the fixture has no compactor");

/** Records of a faulty Loki. Every Kubernetes check must fail on one of them. */
const broken: Partial<KubernetesRecords> = {
  "kubernetes.pods-end": { ...pods, pods: [crashing, ...others] },
  "kubernetes.budgets": { ...well["kubernetes.budgets"], budgets: [] },
  "kubernetes.volumes": {
    ...well["kubernetes.volumes"],
    claims: well["kubernetes.volumes"].claims.map((claim) => ({ ...claim, requestedBytes: 10 * 1024 ** 3 })),
    disks: well["kubernetes.volumes"].disks.map((disk) => ({ ...disk, usedShare: 0.95 })),
  },
  "kubernetes.index-gateways": {
    ...gateways,
    queriers: [
      {
        querier: "querier-0",
        url: "http://x",
        mode: "simple",
        serverAddress: "loki-index-gateway.loki.svc:9095",
      },
    ],
    services: [{ name: "loki-index-gateway", clusterIp: "10.96.0.7", addresses: ["10.0.0.1", "10.0.0.2"] }],
  },
  "kubernetes.compactors": {
    ...compactors,
    compactors: [lead, { ...lead, name: "blue/loki-compactor-0", ip: "10.0.0.9", ring: ["10.0.0.9"] }],
  },
  "kubernetes.exposure": {
    ...well["kubernetes.exposure"],
    services: [
      {
        name: "loki-distributor",
        type: "LoadBalancer",
        externalIps: [],
        ingresses: [],
        components: ["distributor"],
      },
    ],
  },
  "kubernetes.gateway": {
    ...gateway,
    push: { path: "/loki/api/v1/push", readTimeoutMs: 10_000, maxBodyBytes: 512 * 1024 },
    query: { path: "/loki/api/v1/query_range", readTimeoutMs: 10_000 },
    agents: { ...gateway.agents, status: 413, answer: "Request Entity Too Large" },
  },
};

/** Records in which evidence is missing, but which show no fault. */
const blind: Partial<KubernetesRecords> = {
  "kubernetes.volumes": {
    ...well["kubernetes.volumes"],
    disks: [{ ingester: "ingester-0", url: "http://x", problem: "no answer" }],
  },
  "kubernetes.index-gateways": {
    ...gateways,
    queriers: [{ querier: "querier-0", url: "http://x", mode: "", serverAddress: "", problem: "no answer" }],
  },
  "kubernetes.compactors": { ...compactors, compactors: [{ ...lead, problem: "no answer", ring: [] }] },
  "kubernetes.exposure": { ...well["kubernetes.exposure"], unseen: ["apis/networking.k8s.io/v1/ingresses"] },
  "kubernetes.gateway": {
    kubectl: "kubectl",
    problem: "403: forbidden",
    agents: { ...gateway.agents, status: 429, answer: "rate limit" },
    loki: gateway.loki,
  },
};

/** Records of a healthy Loki whose resources differ from those of the chart. */
const unlike: Partial<KubernetesRecords> = {
  "kubernetes.volumes": { ...well["kubernetes.volumes"], claims: [], disks: [] },
  "kubernetes.index-gateways": {
    ...gateways,
    queriers: [{ querier: "querier-0", url: "http://x", mode: "ring", serverAddress: "" }],
  },
  "kubernetes.compactors": {
    ...compactors,
    compactors: [
      lead,
      {
        ...lead,
        name: "loki/loki-compactor-1",
        ip: "10.0.0.9",
        ring: ["10.0.0.3", "10.0.0.9"],
        running: false,
      },
    ],
  },
  "kubernetes.gateway": { kubectl: "kubectl", agents: gateway.agents, loki: gateway.loki },
};

describe("the suite of what only Kubernetes shows", function () {
  this.timeout(30_000);

  it("passes a Loki that is well", async () => expect(outcomes(await judged({}))).to.deep.equal(allPass));

  it("fails every check that sees a promise broken, and says what to look at", async () => {
    const checks = await judged(broken);
    expect(outcomes(checks)).to.deep.equal(allFail);
    expect(checks["restarts"]?.message)
      .to.include("CrashLoopBackOff")
      .and.include("OOMKilled (exit code 137)")
      .and.include("records/kubernetes.pods-");
    expect(checks["index-gateways"]?.message).to.include("10.96.0.7").and.include("headless");
    expect(checks["compactors"]?.message)
      .to.include("loki/loki-compactor-0")
      .and.include("blue/loki-compactor-0");
    expect(checks["gateway-timeouts"]?.message).to.include("everyone 300 s");
  });

  it("does not know what it could not see", async () => {
    const unseen = {
      disks: "unknown",
      compactors: "unknown",
      "index-gateways": "unknown",
      "gateway-body": "unknown",
      "gateway-timeouts": "unknown",
      "around-gateway": "unknown",
    };
    expect(outcomes(await judged(blind))).to.deep.equal({ ...allPass, ...unseen });
  });

  it("skips what is not there, and takes compactors that share a ring", async () => {
    const skipped = { volumes: "skip", disks: "skip", "index-gateways": "skip", "gateway-timeouts": "skip" };
    expect(outcomes(await judged(unlike))).to.deep.equal({ ...allPass, ...skipped });
  });
});
