import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import { z } from "zod";
import { silentProgress } from "../../lib/base/log.ts";
import { attribute } from "../../lib/claims/load/attribute.ts";
import { segmentArguments } from "../../lib/generator/generator-share.ts";
import { writeLoadFiles } from "../../lib/generator/load-files.ts";
import { collectedRunners } from "../../lib/generator/pods/collected-runners.ts";
import { testRunManifests } from "../../lib/generator/pods/test-run-manifests.ts";
import { saveLoad } from "../../lib/generator/save-load.ts";
import { runFolder } from "../../lib/judge/run-folder.fixture.ts";
import type { Manifest } from "../../lib/kube/apply-manifests.ts";
import { readLinesSoFar } from "../../lib/run-folder/read-strictly.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import { answeringServer, plannedPushes, planToShare, sentPushes } from "../fixtures/shared-load.fixture.ts";

const { signal } = new AbortController();
const root = join(import.meta.dirname, "..", "..");
const of = 2;

const testRun = z.object({
  script: z.object({ localFile: z.string() }),
  arguments: z.string(),
  runner: z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })) }),
});

/** Acts as k6-operator: runs a TestRun's command as the operator's runners would, in folders of this machine. */
async function operate(manifest: Manifest, k6: string, folder: string): Promise<void> {
  const spec = testRun.parse(manifest["spec"]);
  const runners = Array.from({ length: of }, async (_, index) => {
    const records = join(folder, "load", `${manifest.metadata.name}-${index + 1}-x2b4c`);
    await mkdir(records, { recursive: true });
    const places: Readonly<Record<string, string>> = { records, load: folder, lokiproof: root };
    const here = (text: string): string =>
      text.replace(/\/(records|load|lokiproof)\//, (_, name: string) => `${places[name]}/`);
    const env = spec.runner.env.map(({ name, value = "" }) => [name, here(value)] as const);
    const told = [...segmentArguments({ index, of }), ...spec.arguments.split(" ").map(here)];
    const run = ["run", "--quiet", ...told, here(spec.script.localFile), "--address="];
    await execa(k6, run, { env: Object.fromEntries(env) });
  });
  await Promise.all(runners);
}

describe("a load that k6-operator ran", function () {
  this.timeout(120_000);

  it("is merged into records of each arrival once, of generators that were well", async () => {
    const { k6 } = await provision({ loki: "3.7.8" }, { progress: silentProgress, signal });
    const plan = planToShare();
    await using folder = await runFolder(plan);
    await using server = await answeringServer();
    await folder.write("load.json", { generators: of, gatewayUrl: server.url });
    await writeLoadFiles(folder.dir, { dir: folder.dir, signal });
    const to = { plan, image: "lokiproof", gatewayUrl: server.url, generators: of };
    const testRuns = testRunManifests(to).filter(({ kind }) => kind === "TestRun");
    await Promise.all(testRuns.map((one) => operate(one, k6.path, folder.dir)));

    await folder.write("records/none", "");
    const generators = await saveLoad(await collectedRunners(folder.dir), folder.dir);
    expect(sentPushes(readLinesSoFar(folder.dir, runFiles.pushes))).to.have.members(plannedPushes(plan));
    expect(generators.map(({ script, dropped, exitCode }) => [script, dropped, exitCode])).to.deep.equal([
      ["flood", 0, 0],
      ["flood", 0, 0],
      ["storm", 0, 0],
      ["storm", 0, 0],
    ]);
    expect(attribute(generators)).to.equal("clean");
  });
});
