import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { execa } from "execa";
import {
  argumentsOf,
  canaryFiles,
  leaksBelow,
  leaksIn,
  watchArguments,
} from "../../lib/run/canaries.fixture.ts";

const command = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

async function modesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${entry.isDirectory() ? "folder" : "file"} ${((await stat(path)).mode & 0o777).toString(8)}`;
    }),
  );
}

describe("a run with secrets in every place that takes a value", function () {
  this.timeout(600_000);
  let dir = "";
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-canaries-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("leaves none in its folder, on the terminal or in the arguments of a process, and its folder to the user", async () => {
    const { flags, env } = await canaryFiles(join(dir, "given"));
    const out = join(dir, "reports");
    const run = execa(command, ["run", "quick", ...flags, "--out", out], {
      env: { ...env, XDG_STATE_HOME: join(dir, "state") },
      all: true,
      reject: false,
    });
    const watch = watchArguments(run.pid);
    let own = "";
    run.all.on("data", () => {
      own ||= argumentsOf(run.pid ?? 0);
    });
    const { all } = await run;
    expect(watch.stop(), "arguments of processes").to.deep.equal([]);
    expect(own.trim(), "arguments of lokiproof itself").to.equal("lokiproof run");
    expect(leaksIn(all), "terminal").to.deep.equal([]);
    expect(all, "the run came to a verdict").to.include("report  ");
    const [runId = ""] = await readdir(out);
    const files = await readdir(join(out, runId), { recursive: true });
    expect(files).to.include.members(["index.html", "plan.json", join("records", "pushes.jsonl"), "stack"]);
    expect(await leaksBelow(out), "files").to.deep.equal([]);
    expect(new Set(await modesBelow(out))).to.deep.equal(new Set(["folder 700", "file 600"]));
  });
});
