import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { letRead, makeReportsFolder } from "./access.ts";
import { appendJsonLines, writeWhole, writeWholeJson } from "./write-whole.ts";

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("who may read a report", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-access-"));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("is the user alone, for each file that lokiproof writes", async () => {
    await writeWhole(join(dir, "a", "b", "text.md"), "x");
    await writeWholeJson(join(dir, "a", "c", "value.json"), {});
    await appendJsonLines(join(dir, "d", "lines.jsonl"), [1]);
    for (const file of ["a/b/text.md", "a/c/value.json", "d/lines.jsonl"]) {
      expect(await modeOf(join(dir, file)), file).to.equal("600");
    }
    for (const folder of ["a", "a/b", "a/c", "d"])
      expect(await modeOf(join(dir, folder)), folder).to.equal("700");
  });

  for (const [readers, folder, file] of [
    ["user", "700", "600"],
    ["world", "755", "644"],
  ] as const) {
    it(`is the ${readers}, for files that another program wrote, too, and never for what a link leads to`, async () => {
      const outside = join(dir, "outside");
      await writeFile(outside, "x", { mode: 0o640 });
      await chmod(outside, 0o640);
      await mkdir(join(dir, "run", "deep", "deeper"), { recursive: true, mode: 0o777 });
      await writeFile(join(dir, "run", "deep", "deeper", "k6.log"), "x", { mode: 0o666 });
      await symlink(outside, join(dir, "run", "link"));
      await letRead(join(dir, "run"), readers);
      expect(await modeOf(join(dir, "run"))).to.equal(folder);
      expect(await modeOf(join(dir, "run", "deep", "deeper"))).to.equal(folder);
      expect(await modeOf(join(dir, "run", "deep", "deeper", "k6.log"))).to.equal(file);
      expect(await modeOf(outside)).to.equal("640");
    });
  }

  it("holds for the folders above a run, if they were made for it", async () => {
    await makeReportsFolder(join(dir, "new", "reports"), "world");
    expect(await modeOf(join(dir, "new"))).to.equal("755");
    expect(await modeOf(join(dir, "new", "reports"))).to.equal("755");
    expect(await modeOf(dir)).to.equal("700");
    await makeReportsFolder(join(dir, "private", "reports"), "user");
    expect(await modeOf(join(dir, "private", "reports"))).to.equal("700");
    await makeReportsFolder(dir, "world");
    expect(await modeOf(dir), "a folder that was there").to.equal("700");
  });
});
