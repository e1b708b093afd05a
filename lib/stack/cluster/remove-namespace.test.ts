import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fakeApiServer } from "../../kube/api-server.fixture.ts";
import { ownNamespaceOf } from "../../plan/own-namespace.ts";
import { removeNamespace } from "./remove-namespace.ts";

const name = "lokiproof-smoke-1";

async function removing(
  labels: Readonly<Record<string, string>> | undefined,
): Promise<{ error: string; asked: string[] }> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-namespace-"));
  const namespace = { metadata: { name, labels } };
  await using server = await fakeApiServer(
    labels === undefined ? {} : { [`GET /api/v1/namespaces/${name}`]: namespace },
  );
  try {
    const own = { name, kubeconfig: await server.writeKubeconfig(dir), context: "ours" };
    const error = await removeNamespace(own, "smoke-1").then(
      () => "",
      (reason: unknown) => String(reason),
    );
    return { error, asked: server.seen.map(({ method }) => method) };
  } finally {
    await rm(dir, { recursive: true });
  }
}

describe("removing a namespace of ours", () => {
  it("deletes nothing that does not carry the run's label, whatever its name", async () => {
    for (const labels of [{}, { "lokiproof/run-id": "another" }]) {
      const { error, asked } = await removing(labels);
      expect(error).to.contain("it is not ours, and stays");
      expect(asked).to.deep.equal(["GET"]);
    }
  });

  it("is done where there is none", async () => {
    expect(await removing(undefined)).to.deep.equal({ error: "", asked: ["GET"] });
  });
});

describe("the namespace of a run", () => {
  it("has a name that Kubernetes takes, and that no other run's has", () => {
    const one = ownNamespaceOf(`${"a-very-long-scenario-name-".repeat(4)}261127101500123-jby`);
    expect(one)
      .to.have.length.at.most(63)
      .and.to.match(/^lokiproof-[a-z0-9][a-z0-9-]*-261127101500123-jby$/);
    expect(ownNamespaceOf("smoke-1")).to.equal(name);
  });
});
