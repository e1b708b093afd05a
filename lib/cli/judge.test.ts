import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { execa } from "execa";
import { HarnessError } from "../base/errors.ts";
import { type RunFolder, runFolder } from "../judge/run-folder.fixture.ts";
import { sampleFacts } from "../report/fixtures/sample-facts.ts";
import { judgeAgain } from "../run/judge-again.ts";
import { type RunResult, runResult } from "../verdict/result.ts";

const program = fileURLToPath(new URL("../../bin/lokiproof", import.meta.url));
const never = { signal: new AbortController().signal, trustSuites: true };
const facts = { ...sampleFacts, runId: "test-run" };

async function savedRun(expected: number): Promise<RunFolder> {
  // The run has no manifest, like runs of older versions, and only a user's suite judges it.
  const folder = await runFolder({ suites: [] });
  await folder.write("records/run.json", facts);
  await folder.observed("toy.count", { count: 3 });
  await folder.write(
    "suites/toy.suite.ts",
    `import { expect } from "chai";
     import { z } from "zod";
     import { figure, recordOf } from "lokiproof/judge/suite.ts";
     const probe = { id: "toy.count", record: z.strictObject({ count: z.int() }) };
     describe("toy", () => it("count: is as expected", () => {
       figure("counted " + recordOf(probe).count);
       expect(recordOf(probe).count).to.equal(${expected});
     }));`,
  );
  return folder;
}

/** Returns a run's result without the durations of checks, which differ each time the run is judged. */
function timeless(result: RunResult): unknown {
  return { ...result, checks: result.checks.map((check) => ({ ...check, durationMs: 0 })) };
}

async function saved(folder: RunFolder): Promise<RunResult> {
  return runResult.parse(JSON.parse(await readFile(join(folder.dir, "result.json"), "utf8")));
}

describe("lokiproof judge", function () {
  this.timeout(30_000);

  it("comes to the same result each time, and leaves it with every report", async () => {
    await using folder = await savedRun(3);
    const { result: first } = await judgeAgain(folder.dir, never);
    expect(first).to.include({ verdict: "pass", exitCode: 0, seed: sampleFacts.seed });
    expect(first.figures).to.deep.equal([{ check: "toy.count", text: "counted 3" }]);
    const { result: second } = await judgeAgain(folder.dir, never);
    expect(timeless(second)).to.deep.equal(timeless(first));
    expect(await saved(folder)).to.deep.equal(second);
    for (const name of ["junit.xml", "summary.md", "metrics.prom", "index.html"])
      await access(join(folder.dir, name));
  });

  it("keeps what went wrong with the run, and an interrupt, in the verdict", async () => {
    await using folder = await savedRun(3);
    await folder.write("records/run.json", {
      ...facts,
      problems: ["k6 was killed"],
      interrupted: true,
    });
    expect((await judgeAgain(folder.dir, never)).result).to.include({ verdict: "unknown", exitCode: 130 });
  });

  it("exits as the verdict says, failed checks first", async () => {
    await using folder = await savedRun(4);
    const ended = await execa(program, ["judge", folder.dir, "--trust-suites"], {
      reject: false,
      env: { NO_COLOR: "1" },
    });
    expect(ended.exitCode).to.equal(1);
    expect(ended.stdout).to.match(/^FAIL\s+toy\.count\s+is as expected$/m);
    expect(ended.stdout).to.match(/expected\s+4\n\s+observed\s+3/);
  });

  it("refuses a folder that is not a run's as a usage error, with the next command", async () => {
    await using folder = await runFolder();
    const refusal = async (): Promise<unknown> =>
      judgeAgain(folder.dir, never).catch((error: unknown) => error);
    const notRun = await refusal();
    expect(notRun).to.be.instanceOf(HarnessError).and.to.include({ code: "RUN_DAMAGED", exitCode: 3 });
    expect(notRun).to.have.property("hint").that.contains("ls reports/");
    await folder.write("records/run.json", { ...facts, seed: "x" });
    const bad = await refusal();
    expect(bad).to.include({ code: "RUN_DAMAGED", exitCode: 3 });
    expect(bad).to.have.property("message").that.contains("seed");
  });
});
