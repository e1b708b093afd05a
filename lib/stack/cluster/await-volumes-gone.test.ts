import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fakeApiServer } from "../../kube/api-server.fixture.ts";
import { openKube } from "../../kube/kube.ts";
import { awaitVolumesGone } from "./await-volumes-gone.ts";

const { signal } = new AbortController();

function volume(name: string, namespace: string | undefined, policy: string): object {
  return {
    metadata: { name },
    spec: {
      ...(namespace === undefined ? {} : { claimRef: { namespace } }),
      persistentVolumeReclaimPolicy: policy,
    },
  };
}

describe("the volumes of a namespace that is gone", () => {
  let dir = "";
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "lokiproof-volumes-"))));
  afterEach(() => rmSync(dir, { recursive: true }));

  async function waited(...items: readonly object[]): Promise<string> {
    await using server = await fakeApiServer({ "GET /api/v1/persistentvolumes": { items } });
    const kube = await openKube({ kubeconfig: await server.writeKubeconfig(dir), context: "ours" });
    return await awaitVolumesGone(kube, "lokiproof-smoke-1", signal).then(() => "", String);
  }

  it("are waited for, and those of others are not", async () => {
    expect(await waited(volume("pv-1", "loki", "Delete"), volume("pv-2", undefined, "Retain"))).to.equal("");
  });

  it("are told of where their class keeps them", async () => {
    expect(await waited(volume("pv-1", "lokiproof-smoke-1", "Retain"), volume("pv-2", "loki", "Retain")))
      .to.contain("pv-1 (Retain)")
      .and.not.contain("pv-2");
  });
});
