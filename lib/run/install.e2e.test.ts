import { existsSync, globSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expect } from "chai";
import { poll } from "../base/poll.ts";
import { chooseSuites } from "../judge/copy-suites.ts";
import { runResult } from "../verdict/result.ts";
import { type InstalledCluster, installedCluster } from "./installed-cluster.fixture.ts";
import { type KindSandbox, kindSandbox } from "./kind-run.fixture.ts";

const { signal } = new AbortController();

/** A moment of a run, seen by a file that it has left: below its folder, or its report. */
const moments = [
  { name: "pods are coming up", file: "state/lokiproof/runs/*/values.yaml" },
  { name: "the load runs", file: "reports/*/load/generator-0/flood.jsonl" },
] as const;

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

  for (const { name, file } of moments) {
    it(`is removed by sweep after a kill -9 while ${name}, and nothing else is`, async () => {
      await using sandbox = await kindSandbox();
      const before = await there.contents();
      const running = sandbox.start(["run", "smoke", ...there.flags, "--out", sandbox.reports]);
      let over = false;
      const ended = running.ended.finally(() => (over = true));
      await poll(
        () => Promise.resolve(over || reached(file, sandbox)),
        (seen) => seen,
        { timeoutMs: 420_000, intervalMs: 100, signal },
      );
      running.kill("SIGKILL");
      const { all } = await ended;
      expect(over && !reached(file, sandbox), `ended before ${name}: ${all}`).to.equal(false);
      expect(await there.contents(), "left by the kill").to.not.deep.equal(before);
      const swept = await sandbox.start(["sweep"]).ended;
      process.stdout.write(`${swept.all}\n`);
      expect(swept.exitCode, swept.all).to.equal(0);
      expect(await there.contents(), swept.all).to.deep.equal(before);
      expect(await sandbox.leftFiles(), swept.all).to.deep.equal([]);
    });
  }
});

function reached(file: string, sandbox: KindSandbox): boolean {
  const root = dirname(sandbox.reports);
  const found = globSync(file, { cwd: root }).map((one) => join(root, one));
  return found.some((one) => existsSync(one) && readFileSync(one, "utf8") !== "");
}
