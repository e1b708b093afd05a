import { readFileSync } from "node:fs";
import { expect } from "chai";
import { execa } from "execa";
import { endAt, expectSwept, type Moment } from "../fixtures/ended-run.fixture.ts";
import { engineContents, type KindSandbox, kindFlags, kindSandbox } from "../fixtures/kind-run.fixture.ts";
import { inTurn } from "../fixtures/test-turn.fixture.ts";

const moments: readonly Moment[] = [
  { name: "the run is only just known", file: "runs/*/journal.jsonl", text: "owner" },
  { name: "the network is being made", file: "runs/*/journal.jsonl", text: "docker-network" },
  { name: "kind is at work", file: "runs/*/journal.jsonl", text: "kind-cluster" },
  { name: "kind is starting the node", file: "runs/*/journal.jsonl", text: "kind-cluster", laterS: 5 },
  { name: "images are being loaded", file: "runs/*/kubeconfig" },
  { name: "Helm is at work", file: "runs/*/values.yaml" },
  { name: "pods are coming up", file: "runs/*/values.yaml", laterS: 15 },
  { name: "history is being written", file: "reports/*/records/counters.jsonl" },
  { name: "the load runs", file: "reports/*/load/flood.jsonl", text: "\n" },
  { name: "checks disturb the stack", file: "reports/*/records/limits.refusals.json" },
];

/**
 * Creates a container with kind's label, a network and a volume that look like a third-party kind cluster. Disposing of
 * the result removes them.
 */
async function bystanders(): Promise<AsyncDisposable> {
  const image = process.env["LAB_NODE_IMAGE"] ?? "kindest/node:v1.33.1";
  await execa("docker", ["network", "create", "someone-elses"]);
  await execa("docker", ["volume", "create", "someone-elses"]);
  const label = "io.x-k8s.kind.cluster=someone-elses";
  const args = ["create", "--name", "someone-elses", "--label", label, "--network", "someone-elses", image];
  await execa("docker", args);
  return {
    [Symbol.asyncDispose]: async () => {
      await execa("docker", ["rm", "-f", "-v", "someone-elses"]);
      await execa("docker", ["network", "rm", "someone-elses"]);
      await execa("docker", ["volume", "rm", "someone-elses"]);
    },
  };
}

/** Returns everything that the run must not change, including the user's kubeconfig. */
async function around({ kubeconfig }: KindSandbox): Promise<readonly string[]> {
  return [...(await engineContents()), readFileSync(kubeconfig, "utf8")];
}

describe("a kind run that is ended", () => {
  for (const moment of inTurn(moments)) {
    it(`by kill -9 while ${moment.name}: sweep removes all of it and nothing else`, async () => {
      await using _ = await bystanders();
      await using sandbox = await kindSandbox();
      await expectSwept(moment, { sandbox, flags: kindFlags(), around: () => around(sandbox) });
    });
  }

  for (const moment of inTurn(moments.filter(({ laterS }) => laterS !== undefined))) {
    it(`by Ctrl-C while ${moment.name}: exit 130, and nothing is left`, async () => {
      await using sandbox = await kindSandbox();
      const before = await around(sandbox);
      const { exitCode, all } = await endAt(moment, "SIGINT", { sandbox, flags: kindFlags() });
      expect(exitCode, all).to.equal(130);
      expect(await around(sandbox)).to.deep.equal(before);
      expect(await sandbox.leftFiles()).to.deep.equal([]);
    });
  }
});
