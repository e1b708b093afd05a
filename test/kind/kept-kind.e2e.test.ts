import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { engineContents, type KindSandbox, kindFlags, kindSandbox } from "../fixtures/kind-run.fixture.ts";

/** Runs lokiproof and expects its exit code; returns its output. Several lokiproofs in turn use the same stack. */
async function exits(sandbox: KindSandbox, exitCode: number, args: readonly string[]): Promise<string> {
  const run = await sandbox.start(args).ended;
  expect(run.exitCode, `${args.join(" ")}\n${run.all}`).to.equal(exitCode);
  return run.all;
}

describe("a kind stack that a run left running", () => {
  it("is shown, verified, run on again and ended by other lokiproofs, and then nothing is left of it", async () => {
    await using sandbox = await kindSandbox();
    const before = await engineContents();
    const out = ["--out", sandbox.reports];
    await exits(sandbox, 0, ["run", "quick", ...kindFlags(), "--keep", ...out]);
    const [runId = ""] = await readdir(sandbox.reports);
    const status = await exits(sandbox, 0, ["status"]);
    expect(status).to.include(runId);
    expect(status).to.match(/loki-ingester-2\s+running/);
    const read = await exits(sandbox, 0, ["verify", join(sandbox.reports, runId)]);
    expect(read).to.match(/\b(\d[\d,]*) of \1\b/);
    await exits(sandbox, 0, ["run", "quick", "--stack", "kind", "--on", runId, ...out]);
    await exits(sandbox, 0, ["down", runId]);
    expect(await exits(sandbox, 0, ["status"])).not.to.include(runId);
    expect(await engineContents()).to.deep.equal(before);
    expect(await sandbox.leftFiles()).to.deep.equal([]);
  });
});
