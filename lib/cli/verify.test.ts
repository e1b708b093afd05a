import { readdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { execa } from "execa";
import { type RunFolder, runFolder } from "../judge/run-folder.fixture.ts";

const program = fileURLToPath(new URL("../../bin/lokiproof", import.meta.url));

const push = {
  kind: "flood",
  tenant: "payments",
  stream: 0,
  firstSequence: 0,
  lines: 10,
  lineBytes: 1600,
  firstTimestampNs: "1",
  stepNs: 1,
  intendedMs: 0,
  startMs: 0,
  endMs: 1,
  status: 204,
};

async function savedRun(): Promise<RunFolder> {
  const folder = await runFolder({ tenants: { payments: {} } });
  await folder.write("records/pushes.jsonl", `${JSON.stringify(push)}\n`);
  return folder;
}

/** Returns a state folder that holds a kept stack of a run. */
async function keptStack(runId: string, state: object): Promise<RunFolder> {
  const folder = await runFolder();
  const run = `lokiproof/runs/${runId}`;
  await folder.write(`${run}/journal.jsonl`, `${JSON.stringify({ kind: "kept" })}\n`);
  await folder.write(`${run}/stack.json`, state);
  return folder;
}

describe("lokiproof verify", function () {
  this.timeout(30_000);

  for (const [what, flags, words] of [
    ["no stack is kept", [], /the run's own stack, test-run, was not kept/],
    ["the stack is none", ["--stack", "nowhere"], /no stack nowhere/],
    ["the URL is none", ["--url", "localhost:3100"], /--url: expected http/],
    ["the wait is none", ["--wait", "long"], /expected a number from 0 to 3600/],
    ["both are given", ["--url", "http://127.0.0.1:1", "--stack", "x"], /got both/],
  ] as const) {
    it(`is a usage error when ${what}, and leaves nothing`, async () => {
      await using state = await runFolder();
      await using folder = await savedRun();
      const env = { XDG_STATE_HOME: state.dir };
      const ended = await execa(program, ["verify", folder.dir, ...flags], { env, reject: false });
      expect(ended.exitCode, ended.stdout).to.equal(3);
      expect(ended.stderr).to.match(words);
      const beside = await readdir(dirname(folder.dir));
      expect(
        beside.filter((name) => name.replace("-verified", "") === basename(folder.dir)),
      ).to.have.lengthOf(1);
    });
  }

  it("is a usage error when the folder is no run's", async () => {
    await using state = await runFolder();
    const ended = await execa(program, ["verify", state.dir], { reject: false });
    expect(ended.exitCode).to.equal(3);
    expect(ended.stderr).to.contain("pushes.jsonl: it is missing");
  });

  it("never picks the kept stack of another run, and says how to name it", async () => {
    await using state = await keptStack("other-run", { version: 1, plan: { provider: "local" } });
    await using folder = await savedRun();
    const env = { XDG_STATE_HOME: state.dir };
    const ended = await execa(program, ["verify", folder.dir], { env, reject: false });
    expect(ended.exitCode, ended.stdout).to.equal(3);
    expect(ended.stderr).to.match(/test-run, was not kept; .* belong to other runs: other-run/);
    expect(ended.stderr).to.contain("--stack RUN-ID or --url URL");
  });

  it("refuses the state of another lokiproof's stack in a sentence", async () => {
    await using state = await keptStack("future-1", { version: 99, plan: { provider: "local" } });
    await using folder = await savedRun();
    const env = { XDG_STATE_HOME: state.dir };
    const ended = await execa(program, ["verify", folder.dir, "--stack", "future-1"], { env, reject: false });
    expect(ended.exitCode, ended.stdout).to.equal(3);
    expect(ended.stderr).to.contain("it is of version 99, which another lokiproof wrote");
  });
});
