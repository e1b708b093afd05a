import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { runResult } from "../../lib/verdict/result.ts";
import { lab } from "../fixtures/bare-cluster.fixture.ts";
import { expectSwept, type Moment } from "../fixtures/ended-run.fixture.ts";
import { inhabitedCluster } from "../fixtures/installed-cluster.fixture.ts";
import { engineContents, type KindSandbox, kindSandbox } from "../fixtures/kind-run.fixture.ts";

const moments: readonly Moment[] = [
  { name: "pods are coming up", file: "runs/*/values.yaml" },
  { name: "the load runs", file: "reports/*/load/flood.jsonl", text: "\n" },
];

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
    flags = ["--stack", "kind", "--kind-cluster", name, ...chart, "--ceiling-factor", "4", "--yes"];
  });
  after(() => made?.[Symbol.asyncDispose]());

  /**
   * Returns everything that a run must not change: the container engine's objects, the cluster's objects and the user's
   * kubeconfig.
   */
  async function around(sandbox: KindSandbox): Promise<readonly string[]> {
    const kubeconfig = await readFile(sandbox.kubeconfig, "utf8");
    return [...(await engineContents()), ...(await there.contents()), kubeconfig];
  }

  it("is one that runs, or nothing is started", async () => {
    await using sandbox = await kindSandbox();
    const wrong = [
      "--stack",
      "kind",
      "--kind-cluster",
      "no-such",
      "--chart",
      "no/such/chart",
      "--ceiling-factor",
      "4",
      "--yes",
    ];
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

  for (const moment of moments) {
    it(`keeps the same after a kill -9 while ${moment.name}, and sweep`, async () => {
      await using sandbox = await kindSandbox();
      await expectSwept(moment, { sandbox, flags, around: () => around(sandbox), changed: true });
    });
  }
});
