import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { poll } from "../base/poll.ts";
import { engineContents, type KindSandbox, kindFlags, kindSandbox } from "./kind-run.fixture.ts";

const { signal } = new AbortController();

/** A moment of a run: seen by what it has left on the disk, and so many seconds later. */
interface Moment {
  readonly name: string;
  /** A file below the run's own folder, or of its report; with a text that must be in it. */
  readonly file: string;
  readonly text?: string;
  readonly laterS?: number;
}

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

const momentTimeoutMs = 420_000;

function reached({ file, text }: Moment, sandbox: KindSandbox): boolean {
  const root = dirname(sandbox.reports);
  const found = globSync([file, join("state", "lokiproof", file)], { cwd: root }).map((one) =>
    join(root, one),
  );
  return found.some(
    (one) => existsSync(one) && (text === undefined || readFileSync(one, "utf8").includes(text)),
  );
}

/** Another's cluster by its label, network and volume, as they may stand beside ours; removed at the end. */
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

/** Runs smoke on kind until the moment, then tells lokiproof; resolves when it has ended. */
async function endAt(
  moment: Moment,
  how: "SIGKILL" | "SIGINT",
  sandbox: KindSandbox,
): Promise<number | undefined> {
  const running = sandbox.start(["run", "smoke", ...kindFlags(), "--out", sandbox.reports]);
  let over = false;
  const ended = running.ended.finally(() => (over = true));
  const seen = await poll(
    () => Promise.resolve(over || reached(moment, sandbox)),
    (there) => there,
    { timeoutMs: momentTimeoutMs, intervalMs: 50, signal },
  );
  expect(seen.settled, `reached: ${moment.name}`).to.equal(true);
  await new Promise((resolve) => setTimeout(resolve, (moment.laterS ?? 0) * 1000));
  running.kill(how);
  const { exitCode, all } = await ended;
  process.stdout.write(`${how} while ${moment.name}: ${all.trim().split("\n").at(-1) ?? ""}\n`);
  return exitCode;
}

describe("a kind run that is ended", () => {
  for (const moment of moments) {
    it(`by kill -9 while ${moment.name}: sweep removes all of it and nothing else`, async () => {
      await using _ = await bystanders();
      await using sandbox = await kindSandbox();
      const before = await engineContents();
      await endAt(moment, "SIGKILL", sandbox);
      expect(await sandbox.leftFiles(), "files before the sweep").to.not.deep.equal([]);
      const swept = await sandbox.start(["sweep"]).ended;
      expect(swept.exitCode, swept.all).to.equal(0);
      expect(await engineContents(), swept.all).to.deep.equal(before);
      expect(await sandbox.leftFiles(), swept.all).to.deep.equal([]);
      expect(readFileSync(sandbox.kubeconfig, "utf8")).to.equal("# a user's own\n");
    });
  }

  for (const moment of moments.filter(({ laterS }) => laterS !== undefined)) {
    it(`by Ctrl-C while ${moment.name}: exit 130, and nothing is left`, async () => {
      await using sandbox = await kindSandbox();
      const before = await engineContents();
      expect(await endAt(moment, "SIGINT", sandbox)).to.equal(130);
      expect(await engineContents()).to.deep.equal(before);
      expect(await sandbox.leftFiles()).to.deep.equal([]);
    });
  }
});
