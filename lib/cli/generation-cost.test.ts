import { join } from "node:path";
import { expect } from "chai";
import { generationCost } from "../generator/generation-cost.ts";
import { runFolder, testPlan } from "../judge/run-folder.fixture.ts";
import { floodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { generatorFigures } from "./generator-figures.ts";

const flood = floodSpec.parse({
  steps: [
    { forS: 5, rateBytesPerSecond: 1e6 },
    { forS: 5, rateBytesPerSecond: 10e6 },
  ],
});
const tenants: Plan["tenants"] = { payments: { flood }, checkout: { flood } };
const figure = { format: flood.format, megabytesPerCpuSecond: 100, source: "run-1: 46 MB in 0.5 CPU-s" };

describe("generationCost", () => {
  it("says what share of a core the peak needs, and where the figure is from", () => {
    const { lines, warning } = generationCost(testPlan({ tenants }), [figure], 2);
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.contain("100 MB of lines per CPU-second of k6 (run-1: 46 MB in 0.5 CPU-s)");
    expect(lines[0]).to.contain("at most 20 MB/s needs 20 % of one core");
    expect(warning).to.equal(undefined);
  });

  it("warns of a flood that takes more than its part of the machine", () => {
    const slow = { ...figure, megabytesPerCpuSecond: 20 };
    const { warning } = generationCost(testPlan({ tenants }), [slow], 2);
    expect(warning).to.contain("100 % of a core").and.to.contain("more than 25 % of this machine's 2 cores");
    expect(generationCost(testPlan({ tenants }), [slow], 8).warning).to.equal(undefined);
  });

  it("states no figure that it does not have", () => {
    const { lines, warning } = generationCost(testPlan({ tenants }), [], 2);
    expect(lines[0]).to.contain("is not known yet");
    expect(warning).to.equal(undefined);
    expect(generationCost(testPlan({ tenants: {} }), [figure], 2).lines).to.deep.equal([]);
  });
});

describe("generatorFigures", () => {
  const push: PushRecord = {
    kind: "flood",
    tenant: "payments",
    stream: 0,
    firstSequence: 0,
    lines: 10,
    lineBytes: 5_000_000,
    firstTimestampNs: "1",
    stepNs: 1,
    intendedMs: 0,
    startMs: 0,
    endMs: 1,
    status: 204,
  };
  const generator = { script: "flood", planned: 3, dropped: 0, cpuSeconds: 0.5, wallSeconds: 5, exitCode: 0 };

  it("takes a figure from an earlier run, and none from one that is small, damaged or no run", async () => {
    await using reports = await runFolder();
    const whole = { "records/pushes.jsonl": `${JSON.stringify(push)}\n`.repeat(3) };
    for (const [name, over] of [
      ["whole", whole],
      ["small", { "records/pushes.jsonl": `${JSON.stringify(push)}\n` }],
      ["damaged", { "records/pushes.jsonl": "{" }],
    ] as const) {
      await reports.write(`${name}/plan.json`, testPlan({ tenants }));
      await reports.write(`${name}/records/generator.json`, [generator]);
      for (const [path, text] of Object.entries(over)) await reports.write(`${name}/${path}`, text);
    }
    await reports.write("empty/note.txt", "no run");
    expect(await generatorFigures(reports.dir)).to.deep.equal([
      { format: flood.format, megabytesPerCpuSecond: 30, source: "whole: 15 MB in 0.5 CPU-s" },
    ]);
    expect(await generatorFigures(join(reports.dir, "nowhere"))).to.deep.equal([]);
  });
});
