import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fakeApiServer } from "../../kube/api-server.fixture.ts";
import { openKube } from "../../kube/kube.ts";
import { labelsOfRun } from "../../kube/our-labels.ts";
import { leftNamespaces, sweepNamespaces } from "./left-namespaces.ts";

const { signal } = new AbortController();
const nowMs = Date.parse("2026-11-27T10:00:00Z");

function namespace(runId: string, over: object = {}): object {
  const labels = labelsOfRun(runId);
  const creationTimestamp = "2026-11-27T09:00:00Z";
  return { metadata: { name: `lokiproof-load-${runId}`, labels, creationTimestamp, ...over } };
}

function pod(phase: string): object {
  return { metadata: { name: "g" }, spec: { containers: [] }, status: { phase } };
}

function podsOf(runId: string, ...phases: string[]): Readonly<Record<string, unknown>> {
  return { [`GET /api/v1/namespaces/lokiproof-load-${runId}/pods`]: { items: phases.map(pod) } };
}

describe("namespaces that killed runs left", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-left-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  it("are those of ours whose generators have ended, and nothing else is deleted", async () => {
    await using server = await fakeApiServer({
      "GET /api/v1": { resources: [{ name: "namespaces", kind: "Namespace", namespaced: false }] },
      "GET /api/v1/namespaces": {
        items: [
          namespace("ended"),
          namespace("empty"),
          namespace("running"),
          namespace("young", { creationTimestamp: "2026-11-27T09:55:00Z" }),
          // This namespace has lokiproof's label but is not for generators: a kind stack's, or the one of lokiproof's
          // own Job.
          namespace("other", { name: "lokiproof" }),
        ],
      },
      ...podsOf("ended", "Failed", "Succeeded"),
      ...podsOf("empty"),
      ...podsOf("running", "Succeeded", "Running"),
      "DELETE /api/v1/namespaces/lokiproof-load-ended": {},
      "DELETE /api/v1/namespaces/lokiproof-load-empty": {},
    });
    const kube = await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" });
    const expected = ["lokiproof-load-ended", "lokiproof-load-empty"];
    expect(await leftNamespaces(kube, { nowMs, signal })).to.deep.equal(expected);
    expect(await sweepNamespaces(kube, { nowMs, signal })).to.deep.equal(expected);
    expect(server.seen[0]?.path).to.contain("labelSelector=app.kubernetes.io%2Fmanaged-by%3Dlokiproof");
    const deleted = server.seen.filter(({ method }) => method === "DELETE").map(({ path }) => path);
    expect(deleted).to.deep.equal(expected.map((name) => `/api/v1/namespaces/${name}`));
  });
});
