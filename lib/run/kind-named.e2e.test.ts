import { globSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { poll } from "../base/poll.ts";
import { lab } from "../stack/cluster/bare-cluster.fixture.ts";
import { runResult } from "../verdict/result.ts";
import { inhabitedCluster } from "./installed-cluster.fixture.ts";
import { engineContents, type KindSandbox, kindSandbox } from "./kind-run.fixture.ts";

const { signal } = new AbortController();

/** A moment of a run, seen by a file that it has left below its folder, or its report. */
const moments = [
  { name: "pods are coming up", file: "state/lokiproof/runs/*/values.yaml" },
  { name: "the load runs", file: "reports/*/load/flood.jsonl" },
] as const;

type Inhabited = Awaited<ReturnType<typeof inhabitedCluster>>;

describe("a kind cluster of the user's", function () {
  this.timeout(15 * 60_000);
  let made: Inhabited | undefined;
  let there: Inhabited;
  let flags: readonly string[];

  before("a cluster with what is others'", async () => {
    made = await inhabitedCluster("named");
    there = made;
    const { images, charts } = lab();
    const name = there.cluster.context.replace(/^kind-/, "");
    const chart = ["--chart", join(charts, "loki-6.55.0"), "--images", images];
    flags = ["--stack", "kind", "--kind-cluster", name, ...chart, "--yes"];
  });
  after(() => made?.[Symbol.asyncDispose]());

  /** All that may not change: the engine's, the cluster's, and whose kubeconfig it is. */
  async function around(sandbox: KindSandbox): Promise<readonly string[]> {
    const kubeconfig = await readFile(sandbox.kubeconfig, "utf8");
    return [...(await engineContents()), ...(await there.contents()), kubeconfig];
  }

  it("is one that runs, or nothing is started", async () => {
    await using sandbox = await kindSandbox();
    const wrong = ["--stack", "kind", "--kind-cluster", "no-such", "--chart", "no/such/chart", "--yes"];
    const { exitCode, all } = await sandbox.start(["run", "smoke", ...wrong, "--out", sandbox.reports]).ended;
    expect(exitCode, all).to.equal(3);
    expect(all).to.contain("no-such: expected a kind cluster that runs").and.to.contain("no/such/chart");
    expect(await sandbox.leftFiles()).to.deep.equal([]);
  });

  it("is where smoke passes, and keeps all but what was the run's", async () => {
    await using sandbox = await kindSandbox();
    const before = await around(sandbox);
    const run = await sandbox.start(["run", "smoke", ...flags, "--out", sandbox.reports]).ended;
    process.stdout.write(`${run.all}\n`);
    expect(await around(sandbox)).to.deep.equal(before);
    expect(await sandbox.leftFiles()).to.deep.equal([]);
    expect(run.exitCode, run.all).to.equal(0);
    const [runId = ""] = await readdir(sandbox.reports);
    const text = await readFile(join(sandbox.reports, runId, "result.json"), "utf8");
    const result = runResult.parse(JSON.parse(text));
    expect(result).to.include({ verdict: "pass", provider: "kind" });
    expect(result.replay).to.contain("--kind-cluster");
  });

  for (const { name, file } of moments) {
    it(`keeps the same after a kill -9 while ${name}, and sweep`, async () => {
      await using sandbox = await kindSandbox();
      const before = await around(sandbox);
      const running = sandbox.start(["run", "smoke", ...flags, "--out", sandbox.reports]);
      let over = false;
      const ended = running.ended.finally(() => (over = true));
      await poll(
        () => Promise.resolve(over || reached(file, sandbox)),
        (seen) => seen,
        { timeoutMs: 420_000, intervalMs: 100, signal },
      );
      running.kill("SIGKILL");
      const { all } = await ended;
      expect(reached(file, sandbox), `ended before ${name}: ${all}`).to.equal(true);
      expect(await around(sandbox), "left by the kill").to.not.deep.equal(before);
      const swept = await sandbox.start(["sweep"]).ended;
      process.stdout.write(`${swept.all}\n`);
      expect(swept.exitCode, swept.all).to.equal(0);
      expect(await around(sandbox), swept.all).to.deep.equal(before);
      expect(await sandbox.leftFiles(), swept.all).to.deep.equal([]);
    });
  }
});

function reached(file: string, sandbox: KindSandbox): boolean {
  const root = dirname(sandbox.reports);
  return globSync(file, { cwd: root }).some((one) => readFileSync(join(root, one), "utf8") !== "");
}
