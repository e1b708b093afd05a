import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect } from "chai";
import { chooseSuites } from "../judge/copy-suites.ts";
import { runResult } from "../verdict/result.ts";
import { canaryFiles, leaksBelow, leaksIn, watchArguments } from "./canaries.fixture.ts";
import { engineContents, kindFlags, kindSandbox } from "./kind-run.fixture.ts";

/** Runs a scenario on a kind cluster of its own and asserts that every suite judged, all passed, and nothing is left. */
export async function passesOnKind(
  scenario: string,
  { withinS, canaries = false }: { readonly withinS: number; readonly canaries?: boolean },
): Promise<void> {
  await using sandbox = await kindSandbox();
  const before = await engineContents();
  const startedMs = performance.now();
  const flags = canaries ? (await canaryFiles(sandbox.given)).flags : [];
  const started = sandbox.start(["run", scenario, ...kindFlags(), ...flags, "--out", sandbox.reports]);
  const watch = watchArguments(started.pid);
  const run = await started.ended;
  expect(watch.stop(), "secrets in arguments of processes").to.deep.equal([]);
  const tookS = (performance.now() - startedMs) / 1000;
  process.stdout.write(`${run.all}\ntook ${tookS.toFixed(0)} s\n`);
  expect(leaksIn(run.all), "secrets on the terminal").to.deep.equal([]);
  expect(await leaksBelow(sandbox.reports), "secrets in files").to.deep.equal([]);
  expect(run.exitCode, run.all).to.equal(0);
  const [runId = ""] = await readdir(sandbox.reports);
  const text = await readFile(join(sandbox.reports, runId, "result.json"), "utf8");
  const result = runResult.parse(JSON.parse(text));
  expect(result).to.include({ verdict: "pass", provider: "kind" });
  const judged = new Set(result.checks.map(({ suite }) => suite));
  const files = (await chooseSuites({ only: undefined, userSuites: [] })).map((file) => basename(file));
  const silent = files.filter((file) => ![...judged].some((suite) => file.startsWith(suite)));
  expect(silent, "suites that judged nothing").to.deep.equal([]);
  expect(await engineContents()).to.deep.equal(before);
  expect(await sandbox.leftFiles()).to.deep.equal([]);
  expect(await readFile(sandbox.kubeconfig, "utf8")).to.equal("# a user's own\n");
  expect(tookS).to.be.below(withinS);
}
