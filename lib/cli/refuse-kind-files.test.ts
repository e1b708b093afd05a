import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { type ScratchFolder, scratchFolder } from "../base/scratch-folder.fixture.ts";
import { loadPlan } from "../plan/load-plan.ts";
import { refuseKindFiles } from "./refuse-kind-files.ts";

const { signal } = new AbortController();

async function refusal(chart: object, flags = {}): Promise<HarnessError | undefined> {
  const { plan } = await loadPlan({ scenario: "smoke", provider: "kind", now: new Date(), chart }, {});
  try {
    await refuseKindFiles(plan, flags, signal);
    return undefined;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
}

describe("refuseKindFiles", function () {
  this.timeout(30_000);
  let folder: ScratchFolder;
  before(async () => {
    folder = await scratchFolder();
    for (const name of ["empty", "fifo", "chart", "images"]) await mkdir(join(folder.dir, name));
    execFileSync("mkfifo", [join(folder.dir, "fifo", "Chart.yaml")]);
    await writeFile(join(folder.dir, "chart", "Chart.yaml"), "name: loki\nversion: 1.2.3\n");
    await writeFile(join(folder.dir, "images", "loki.tar"), "");
    await writeFile(join(folder.dir, "list.yaml"), "- a\n");
    await writeFile(join(folder.dir, "kind.yaml"), "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n");
  });
  after(() => folder[Symbol.asyncDispose]());

  it("takes what a kind stack can be made of", async () => {
    const [chart, images, kind] = ["chart", "images", "kind.yaml"].map((name) => join(folder.dir, name));
    expect(await refusal({ reference: chart, images }, { kindConfig: kind })).to.equal(undefined);
    expect(await refusal({ reference: "oci://registry.example/loki" })).to.equal(undefined);
  });

  for (const name of ["empty", "fifo", "nowhere", "kind.yaml", "../x y"]) {
    it(`refuses ${name} as a chart`, async () => {
      const error = await refusal({ reference: join(folder.dir, name) });
      expect(error).to.include({ exitCode: 3, code: "NO_CHART" });
    });
  }

  for (const name of ["empty", "nowhere", "kind.yaml"]) {
    it(`refuses ${name} as a folder of images`, async () => {
      const error = await refusal({ images: join(folder.dir, name) });
      expect(error).to.include({ exitCode: 3, code: "NO_IMAGES" });
    });
  }

  for (const name of ["list.yaml", "nowhere", "empty"]) {
    it(`refuses ${name} as a config of kind`, async () => {
      expect(await refusal({}, { kindConfig: join(folder.dir, name) })).to.include({ exitCode: 3 });
    });
  }
});
