import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "chai";
import * as fc from "fast-check";
import { HarnessError } from "../base/errors.ts";
import { type RunFolder, runFolder } from "../judge/run-folder.fixture.ts";
import { manifestFile } from "../run-folder/manifest.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { RunResult } from "../verdict/result.ts";
import { type JudgeAgainOptions, type JudgedAgain, judgeAgain } from "./judge-again.ts";
import { copyOf, endedRun } from "./saved-run.fixture.ts";

const { signal } = new AbortController();
const reports = ["result.json", "index.html", "junit.xml", "summary.md", "metrics.prom"];

function judged(dir: string, options: Omit<JudgeAgainOptions, "signal"> = {}): Promise<JudgedAgain> {
  return judgeAgain(dir, { signal, ...options });
}

async function refusal(dir: string, options: Omit<JudgeAgainOptions, "signal"> = {}): Promise<string> {
  const error = await judged(dir, options).catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(HarnessError).and.to.include({ exitCode: 3 });
  return String(error);
}

function messageOf({ checks }: RunResult, id: string): string {
  return checks.find((check) => check.id === id)?.message ?? expect.fail(`no check ${id}`);
}

async function edit(dir: string, path: string, change: (text: string) => string): Promise<void> {
  await writeFile(join(dir, path), change(await readFile(join(dir, path), "utf8")));
}

async function reportsIn(dir: string): Promise<readonly string[]> {
  return await Promise.all(reports.map((name) => readFile(join(dir, name), "utf8").catch(() => "none")));
}

const suite = "suites/reconciliation.suite.ts";

/** Returns the source of a user's suite whose only check passes if there are exactly `count` pushes. */
function mineWith(count: number): string {
  return `import { expect } from "chai"; import { pushes } from "lokiproof/judge/suite.ts";
    describe("mine", () => it("count: all", () => expect(pushes().length).to.equal(${count})));`;
}

describe("judgeAgain", function () {
  this.timeout(120_000);
  let run: RunFolder;
  before(async () => {
    run = await endedRun();
    expect(readStrictly(run.dir, runFiles.result)).to.include({ verdict: "pass" });
  });
  after(() => run[Symbol.asyncDispose]());

  it("comes to the verdict of a run that is as it was left, and replaces its reports", async () => {
    await using copy = await copyOf(run);
    const { result, reportDir, left } = await judged(copy.dir);
    expect(result).to.include({ verdict: "pass" });
    expect(result.checks.map(({ id }) => id)).to.deep.equal(
      readStrictly(run.dir, runFiles.result).checks.map(({ id }) => id),
    );
    expect({ reportDir, left }).to.deep.equal({ reportDir: copy.dir, left: undefined });
  });

  it("never passes on evidence that changed, blames Loki for none of it, and leaves the better reports", async () => {
    const paths = Object.keys(readStrictly(run.dir, manifestFile).files);
    const changes: Readonly<Record<string, (file: string) => Promise<void>>> = {
      delete: (file) => rm(file),
      cut: async (file) => await truncate(file, Math.floor((await readFile(file)).length / 2)),
      alter: async (file) =>
        await writeFile(
          file,
          (await readFile(file, "utf8"))
            .replace(/\d/, (digit) => String((Number(digit) + 1) % 10))
            .concat(" "),
        ),
      swap: async (file) => await writeFile(file, await readFile(join(run.dir, "records/generator.json"))),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom(...Object.keys(changes)),
        async (path, change) => {
          fc.pre(!(change === "swap" && path === "records/generator.json"));
          await using copy = await copyOf(run);
          await changes[change]?.(join(copy.dir, path));
          const before = await reportsIn(copy.dir);
          const came = await judged(copy.dir).catch((error: unknown) => {
            if (error instanceof HarnessError) return error;
            throw error;
          });
          expect(await reportsIn(copy.dir)).to.deep.equal(before);
          if (came instanceof HarnessError) expect(came).to.include({ exitCode: 3 });
          else {
            const { result, reportDir } = came;
            expect(result).to.include({ verdict: "unknown", exitCode: 2 });
            expect(messageOf(result, "judge.evidence")).to.contain(path);
            expect(dirname(reportDir)).to.equal(`${copy.dir}-judged`);
          }
        },
      ),
      { numRuns: 16 },
    );
  });

  for (const [what, change, words] of [
    ["without a plan", (dir: string) => rm(join(dir, "plan.json")), /plan\.json: it is missing/],
    [
      "whose plan was cut",
      (dir: string) => truncate(join(dir, "plan.json"), 99),
      /plan\.json: it is not complete JSON/,
    ],
    [
      "whose plan is of another version",
      (dir: string) => edit(dir, "plan.json", (text) => text.replace(/"version": *1/, '"version":2')),
      /plan\.json: it is of another version/,
    ],
    ["that did not end", (dir: string) => rm(join(dir, "records/run.json")), /killed or is still at work/],
    [
      "mixed with another",
      (dir: string) => edit(dir, "plan.json", (text) => text.replace('"test-run"', '"other-run"')),
      /holds two runs/,
    ],
    ["that is not there", (dir: string) => rm(dir, { recursive: true }), /it is missing/],
    [
      "that is a file",
      async (dir: string) => {
        await rm(dir, { recursive: true });
        await writeFile(dir, "");
      },
      /it is missing/,
    ],
  ] as const) {
    it(`refuses a run ${what}, and leaves everything in it`, async () => {
      await using copy = await copyOf(run);
      await change(copy.dir);
      const before = await reportsIn(copy.dir);
      expect(await refusal(copy.dir)).to.match(words);
      expect(await reportsIn(copy.dir)).to.deep.equal(before);
      expect(await readdir(dirname(copy.dir))).to.not.include("run-judged");
    });
  }

  for (const [what, change, words] of [
    ["was deleted", (dir: string) => rm(join(dir, "manifest.json")), /manifest\.json: it is missing/],
    [
      "was cut",
      (dir: string) => truncate(join(dir, "manifest.json"), 20),
      /manifest\.json: .*not complete JSON/,
    ],
    [
      "is of another run",
      (dir: string) => edit(dir, "manifest.json", (text) => text.replace('"test-run"', '"other-run"')),
      /it is of another run, other-run/,
    ],
    [
      "was edited to fit",
      (dir: string) => edit(dir, "manifest.json", (text) => text.replace(/ "reconciliation\.lines",\n/, "")),
      /not the one that the run's report names/,
    ],
    [
      "is of another version",
      (dir: string) =>
        edit(dir, "manifest.json", (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 7')),
      /another version/,
    ],
  ] as const) {
    it(`is unknown about a run whose manifest ${what}`, async () => {
      await using copy = await copyOf(run);
      await change(copy.dir);
      const { result } = await judged(copy.dir);
      expect(result).to.include({ verdict: "unknown" });
      expect(messageOf(result, "judge.evidence")).to.match(words);
    });
  }

  it("does not run a suite that lies in the folder: lokiproof's own copy judges in its place", async () => {
    await using copy = await copyOf(run);
    const mark = join(dirname(copy.dir), "mark");
    await writeFile(
      join(copy.dir, suite),
      `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(mark)}, "");`,
    );
    const { result } = await judged(copy.dir);
    expect(result.checks.filter(({ outcome }) => outcome === "pass")).to.have.lengthOf(5);
    expect(messageOf(result, "judge.note-1")).to.contain("differs from lokiproof's own");
    expect(result).to.include({ verdict: "unknown" });
    expect(await readdir(dirname(copy.dir))).to.not.include("mark");
    await judged(copy.dir, { trustSuites: true });
    expect(await readdir(dirname(copy.dir))).to.include("mark");
  });

  it("judges a run from before manifests by all suites that it had, and says that it has none", async () => {
    await using copy = await copyOf(run);
    await rm(join(copy.dir, "manifest.json"));
    await edit(copy.dir, "records/run.json", (text) => text.replace(/,\s*"manifest": 1/, ""));
    await edit(copy.dir, "result.json", (text) => text.replace(/"manifestSha256": "\w+",/, ""));
    await rm(join(copy.dir, suite));
    const { result, left } = await judged(copy.dir);
    expect(result).to.include({ verdict: "pass" });
    expect(left).to.equal(undefined);
    expect(messageOf(result, "judge.note-1")).to.contain("has no manifest");
    expect(messageOf(result, "judge.note-2")).to.contain("the run's folder has no copy");
  });

  it("writes elsewhere on request, and replaces better reports only when forced", async () => {
    await using copy = await copyOf(run);
    await rm(join(copy.dir, "records/counters.jsonl"));
    const before = await reportsIn(copy.dir);
    const out = join(dirname(copy.dir), "out");
    expect((await judged(copy.dir, { out })).reportDir).to.equal(out);
    expect(await readdir(out)).to.include.members(reports);
    expect(await reportsIn(copy.dir)).to.deep.equal(before);
    const { reportDir, left } = await judged(copy.dir, { force: true });
    expect({ reportDir, left }).to.deep.equal({ reportDir: copy.dir, left: undefined });
    expect(await reportsIn(copy.dir)).to.not.deep.equal(before);
  });

  it("judges a folder that was moved as it did before", async () => {
    await using copy = await copyOf(run);
    await mkdir(join(dirname(copy.dir), "elsewhere"));
    const moved = join(dirname(copy.dir), "elsewhere", "renamed");
    await rename(copy.dir, moved);
    expect((await judged(moved)).result).to.include({ verdict: "pass" });
  });

  it("runs a suite of the user's when it is given again, and is unknown without it", async () => {
    await using mine = await runFolder();
    await mine.write("mine.suite.ts", mineWith(20));
    const file = join(mine.dir, "mine.suite.ts");
    await using theirs = await endedRun([file]);
    const { result } = await judged(theirs.dir);
    expect(result).to.include({ verdict: "unknown" });
    expect(messageOf(result, "judge.suites")).to.contain("--suites PATH").and.to.contain("mine.count");
    expect((await judged(theirs.dir, { suites: [file] })).result).to.include({ verdict: "pass" });
    expect((await judged(theirs.dir, { trustSuites: true })).result).to.include({ verdict: "pass" });
    await mine.write("mine.suite.ts", mineWith(21));
    const edited = (await judged(theirs.dir, { suites: [file] })).result;
    expect(edited).to.include({ verdict: "fail" });
    expect(messageOf(edited, "judge.note-1")).to.contain("is not the one that the run had");
  });
});
