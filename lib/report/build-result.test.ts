import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { runFolder } from "../judge/run-folder.fixture.ts";
import type { GeneratorRecord, PushRecord } from "../run-folder/request-record.ts";
import type { CheckResult } from "../verdict/check.ts";
import { runResult } from "../verdict/result.ts";
import { buildResult } from "./build-result.ts";
import { sampleFacts } from "./fixtures/sample-facts.ts";
import { passingResult } from "./fixtures/sample-results.ts";
import { writeReports } from "./write-reports.ts";

const push: PushRecord = {
  kind: "flood",
  tenant: "payments",
  stream: 0,
  firstSequence: 0,
  lines: 10,
  lineBytes: 1_600,
  firstTimestampNs: "1763888400000000000",
  stepNs: 1,
  intendedMs: 5_000,
  startMs: 5_001,
  endMs: 5_021,
  status: 204,
};
const history: PushRecord = { ...push, kind: "history", intendedMs: 1_000 };
const generator: Required<Omit<GeneratorRecord, "share">> = {
  script: "flood",
  planned: 3,
  dropped: 0,
  cpuSeconds: 1,
  wallSeconds: 2,
  startLagP99Ms: 3,
  starvedShare: 0,
  crowding: { seconds: 1, usedCores: 1, allowedCores: 0.5, cores: 2 },
  seconds: [{ atMs: 5_000, gapMs: 51 }],
  exitCode: 0,
  stderr: "",
};
const check: CheckResult = {
  id: "ring.members",
  suite: "ring",
  title: "all there",
  outcome: "pass",
  required: false,
  durationMs: 1,
};

describe("buildResult", () => {
  it("shows the generators that shared a script as one", async () => {
    await using folder = await runFolder();
    const second = { ...generator, planned: 2, dropped: 1, startLagP99Ms: 9 };
    const records = [
      { ...generator, share: { index: 0, of: 2 } },
      { ...second, share: { index: 1, of: 2 } },
    ];
    await folder.write("records/generator.json", records);
    const { generators } = buildResult(folder.dir, sampleFacts, { checks: [check], figures: [] });
    expect(generators).to.have.lengthOf(1);
    const sums = { planned: 5, dropped: 1, cpuSeconds: 2, wallSeconds: 2 };
    expect(generators[0]).to.include({ script: "flood", processes: 2, startLagP99Ms: 9, ...sums });
  });

  it("counts the load from its first request, and leaves out a line that was cut off", async () => {
    await using folder = await runFolder();
    const lines = [history, push, { ...push, intendedMs: 6_000, status: 429 }].map((one) =>
      JSON.stringify(one),
    );
    await folder.write("records/pushes.jsonl", `${lines.join("\n")}\n{"kind":"flo`);
    await folder.write("records/generator.json", [generator]);
    const result = buildResult(folder.dir, sampleFacts, { checks: [check], figures: [] });
    expect(result.generators).to.have.lengthOf(1);
    expect(result).to.include({ verdict: "pass", exitCode: 0 });
    expect(result.tenants["payments"]?.push).to.include({
      requests: 2,
      accepted: 1,
      refused: 1,
      acceptedBytes: 1_600,
    });
    expect(result.tenants["payments"]?.series[0]?.atS).to.equal(0);
    expect(runResult.parse(JSON.parse(JSON.stringify(result)))).to.deep.equal(result);
  });

  it("has no tenants and no generators where nothing was recorded, and the verdict of the checks all the same", async () => {
    await using folder = await runFolder();
    await folder.write("records/generator.json", "[{]");
    const result = buildResult(folder.dir, sampleFacts, {
      checks: [{ ...check, outcome: "fail" }],
      figures: [],
    });
    expect(result).to.deep.include({ tenants: {}, generators: [], verdict: "fail", exitCode: 1 });
  });
});

describe("writeReports", () => {
  it("writes the others when one cannot be written, and says which", async () => {
    await using folder = await runFolder();
    await mkdir(join(folder.dir, "junit.xml"));
    const error = await writeReports(folder.dir, passingResult).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(AggregateError).and.to.have.nested.property("errors.length", 1);
    for (const name of ["result.json", "summary.md", "metrics.prom", "index.html"])
      await access(join(folder.dir, name));
  });
});
