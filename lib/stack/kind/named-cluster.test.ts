import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../base/log.ts";
import { fakeApiServer } from "../../kube/api-server.fixture.ts";
import { type Kube, openKube } from "../../kube/kube.ts";
import { describePlan } from "../../plan/describe-plan.ts";
import { loadPlan } from "../../plan/load-plan.ts";
import { makeNamespace } from "../cluster/make-namespace.ts";
import { readJournal } from "../journal.ts";
import { newCredentials } from "../minio-users.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import { placeOf } from "./kind-state.ts";
import { nodeEntrances } from "./node-entrances.ts";
import { ownManifests } from "./own-manifests.ts";

const { signal } = new AbortController();
const now = new Date("2026-11-23T09:00:00Z");
const nodes = {
  items: [{ status: { addresses: [{ type: "InternalIP", address: "172.18.0.2" }] } }],
};
const service = (nodePort: number): object => ({ spec: { ports: [{ nodePort }] } });

describe("a kind cluster that the plan names", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-named-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function asked<T>(answers: Record<string, unknown>, work: (kube: Kube) => Promise<T>): Promise<T> {
    await using server = await fakeApiServer(answers);
    return await work(await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" }));
  }

  it("is shown in the plan as one that stays, with the namespace that does not", async () => {
    const named = { scenario: "smoke", provider: "kind", kindCluster: "mine", now } as const;
    const { plan } = await loadPlan({ ...named, chart: { images: "archives" } }, {});
    const { namespace, ownNamespace } = placeOf(plan);
    expect(namespace).to.equal(ownNamespace).and.to.contain("lokiproof-smoke-");
    expect(describePlan(plan, []))
      .to.contain(`IN YOUR kind cluster mine, which stays: all of it in namespace ${namespace}`)
      .and.to.contain("images are loaded into its nodes, and stay there");
  });

  it("gets nothing outside of that namespace, and no port that somebody else may have", async () => {
    const { plan } = await loadPlan({ scenario: "smoke", provider: "kind", kindCluster: "mine", now }, {});
    const place = placeOf(plan);
    const manifests = ownManifests({ plan, ...place, credentials: newCredentials() }, { image: "minio" });
    const made = manifests.filter(({ kind }) => kind === "Namespace");
    expect(made.map(({ metadata }) => metadata.name)).to.deep.equal([place.namespace]);
    for (const { kind, metadata } of manifests) {
      expect(metadata.labels).to.include({ "lokiproof/run-id": plan.runId });
      if (kind !== "Namespace") expect(metadata.namespace, kind).to.equal(place.namespace);
    }
    expect(JSON.stringify(manifests)).to.not.contain("nodePort");
  });

  it("is reached at its node's address, at the ports that it gave", async () => {
    const answers = {
      "GET /api/v1/nodes": nodes,
      "GET /api/v1/namespaces/a/services/lokiproof-gateway": service(31_000),
      "GET /api/v1/namespaces/a/services/minio": service(31_001),
    };
    const place = { namespace: "a", ownNamespace: "a" };
    expect(await asked(answers, (kube) => nodeEntrances(kube, place, signal))).to.deep.equal({
      gatewayUrl: "http://172.18.0.2:31000",
      minioUrl: "http://172.18.0.2:31001",
    });
  });

  it("is left as it is where it has such a namespace already", async () => {
    const paths: RunPaths = { ...runPaths("smoke-1"), journal: join(dir, "journal.jsonl") };
    const answers = { "GET /api/v1/namespaces/a": { metadata: { name: "a", labels: { theirs: "yes" } } } };
    const error = await asked(answers, (kube) =>
      makeNamespace("a", { kube, paths, progress: silentProgress, signal }).then(() => "", String),
    );
    expect(error).to.contain("expected none, got one with the labels theirs=yes");
    expect(readJournal(paths.journal)).to.deep.equal([]);
  });
});
