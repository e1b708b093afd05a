import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fakeApiServer } from "./api-server.fixture.ts";
import { applyManifests, deleteObject } from "./apply-manifests.ts";
import { openKube } from "./kube.ts";
import { freezeKubeconfig } from "./kubeconfig.ts";
import { listPods } from "./pods.ts";

const { signal } = new AbortController();

const pod = {
  metadata: {
    name: "loki-ingester-0",
    namespace: "loki",
    uid: "u-1",
    labels: { "app.kubernetes.io/component": "ingester" },
    ownerReferences: [{ kind: "StatefulSet", name: "loki-ingester" }],
  },
  spec: { nodeName: "node", containers: [{ name: "ingester", image: "grafana/loki:3.7.8" }] },
  status: {
    phase: "Running",
    conditions: [{ type: "Ready", status: "False" }],
    containerStatuses: [
      {
        name: "ingester",
        image: "grafana/loki:3.7.8",
        ready: false,
        restartCount: 2,
        state: { waiting: { reason: "CrashLoopBackOff" } },
        lastState: { terminated: { reason: "OOMKilled", exitCode: 137, finishedAt: "2026-11-27T09:00:00Z" } },
      },
    ],
  },
};

const core = {
  resources: [
    { name: "pods", kind: "Pod", namespaced: true },
    { name: "pods/log", kind: "Pod", namespaced: true },
    { name: "namespaces", kind: "Namespace", namespaced: false },
  ],
};

async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected it to fail");
}

describe("kube", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-kube-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it("freezes the one context that was named, never the current one, for nobody else to read", async () => {
    await using server = await fakeApiServer({});
    const kubeconfig = await server.writeKubeconfig(dir);
    const file = join(dir, "frozen");
    await freezeKubeconfig({ kubeconfig, context: "ours" }, file);
    const frozen = readFileSync(file, "utf8");
    expect(frozen).to.contain("ours-token").and.not.contain("theirs");
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const error = await failure(freezeKubeconfig({ kubeconfig, context: "prod" }, file));
    expect(error.message).to.contain("expected a context prod").and.contain("ours, theirs");
    const missing = await failure(freezeKubeconfig({ kubeconfig: join(dir, "none"), context: "a" }, file));
    expect(missing.message).to.contain("none: there is no such file");
  });

  it("lists pods with why a container does not run and how it ended before", async () => {
    await using server = await fakeApiServer({ "GET /api/v1/namespaces/loki/pods": { items: [pod] } });
    const kube = await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" });
    const [seen] = await listPods(kube, { namespace: "loki", labels: "a=b", signal });
    expect(seen).to.include({ name: "loki-ingester-0", ready: false, owner: "StatefulSet/loki-ingester" });
    expect(seen?.containers).to.deep.equal([
      {
        name: "ingester",
        image: "grafana/loki:3.7.8",
        ready: false,
        restarts: 2,
        waiting: "CrashLoopBackOff",
        lastEnd: { reason: "OOMKilled", exitCode: 137, at: "2026-11-27T09:00:00Z" },
      },
    ]);
    expect(server.seen[0]?.path).to.equal("/api/v1/namespaces/loki/pods?labelSelector=a%3Db");
  });

  it("says what was asked, of which context, and what the API server or nobody answered", async () => {
    await using server = await fakeApiServer({});
    const kubeconfig = await server.writeKubeconfig(dir);
    const ours = await openKube({ kubeconfig, context: "ours" });
    const refused = await failure(listPods(ours, { namespace: "loki", signal }));
    expect(refused.message).to.equal(
      "GET /api/v1/namespaces/loki/pods (context ours): 404: no /api/v1/namespaces/loki/pods",
    );
    const theirs = await openKube({ kubeconfig, context: "theirs" });
    const silent = await failure(listPods(theirs, { namespace: "loki", signal }));
    expect(silent.message).to.contain("(context theirs): expected an answer, got none");
  });

  it("applies by server-side apply, at the path that the cluster has for the kind", async () => {
    await using server = await fakeApiServer({
      "GET /api/v1": core,
      "PATCH /api/v1/namespaces/lokiproof": {},
      "PATCH /api/v1/namespaces/lokiproof/pods/one": {},
    });
    const kube = await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" });
    const of = { apiVersion: "v1", metadata: { name: "lokiproof" } };
    const one = { apiVersion: "v1", kind: "Pod", metadata: { name: "one", namespace: "lokiproof" } };
    await applyManifests(kube, [{ ...of, kind: "Namespace" }, one], signal);
    const [discovery, namespace, applied] = server.seen;
    expect(discovery?.path).to.equal("/api/v1");
    expect(namespace?.path).to.equal("/api/v1/namespaces/lokiproof?fieldManager=lokiproof&force=true");
    expect(applied).to.include({ contentType: "application/apply-patch+yaml", body: JSON.stringify(one) });
    await deleteObject(kube, one, signal);
    const strange = await failure(applyManifests(kube, [{ ...of, kind: "Strange" }], signal));
    expect(strange.message).to.contain("this cluster has no such kind");
  });
});
