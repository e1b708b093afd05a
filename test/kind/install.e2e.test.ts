import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { chooseSuites } from "../../lib/judge/copy-suites.ts";
import { runResult } from "../../lib/verdict/result.ts";
import { expectSwept, type Moment } from "../fixtures/ended-run.fixture.ts";
import { type InstalledCluster, installedCluster } from "../fixtures/installed-cluster.fixture.ts";
import { kindSandbox } from "../fixtures/kind-run.fixture.ts";

const moments: readonly Moment[] = [
  { name: "pods are coming up", file: "runs/*/values.yaml" },
  { name: "the load runs", file: "reports/*/load/generator-0/flood.jsonl", text: "\n" },
];

describe("Loki installed into a cluster of somebody's", function () {
  this.timeout(15 * 60_000);
  let made: InstalledCluster | undefined;
  let there: InstalledCluster;

  before("a cluster with what is others'", async () => {
    made = await installedCluster();
    there = made;
  });
  after(() => made?.[Symbol.asyncDispose]());

  it("is proven by smoke with every suite, and removed with all of it and nothing else", async () => {
    await using sandbox = await kindSandbox();
    const before = await there.contents();
    const run = await sandbox.start(["run", "smoke", ...there.flags, "--out", sandbox.reports]).ended;
    process.stdout.write(`${run.all}\n`);
    expect(await there.contents(), "what is in the cluster").to.deep.equal(before);
    expect(await sandbox.leftFiles()).to.deep.equal([]);
    expect(run.exitCode, run.all).to.equal(0);
    const [runId = ""] = await readdir(sandbox.reports);
    const text = await readFile(join(sandbox.reports, runId, "result.json"), "utf8");
    const result = runResult.parse(JSON.parse(text));
    expect(result).to.include({ verdict: "pass", provider: "cluster" });
    expect(result.problems).to.deep.equal([]);
    const judged = new Set(result.checks.map(({ suite }) => suite));
    const files = (await chooseSuites({ only: undefined, userSuites: [] })).map((file) => basename(file));
    const silent = files.filter((file) => ![...judged].some((suite) => file.startsWith(suite)));
    expect(silent, "suites that judged nothing").to.deep.equal([]);
  });

  for (const moment of moments) {
    it(`is removed by sweep after a kill -9 while ${moment.name}, and nothing else is`, async () => {
      await using sandbox = await kindSandbox();
      await expectSwept(moment, {
        sandbox,
        flags: there.flags,
        around: () => there.contents(),
        changed: true,
      });
    });
  }
});
