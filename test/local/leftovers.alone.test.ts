import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { listLeftovers, sweepLeftovers } from "../../lib/stack/leftovers.ts";
import { attachLocal } from "../../lib/stack/local/attach-local.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import { findRuns } from "../../lib/stack/run-inventory.ts";
import {
  expectNothingLeft,
  ownStateFolder,
  planOf,
  roundTrip,
  signal,
} from "../fixtures/live-stack.fixture.ts";

describe("what a local stack leaves", function () {
  this.timeout(120_000);
  ownStateFolder();

  it("leaves nothing when it is interrupted on its way up", async () => {
    const interrupted = new AbortController();
    const progress = {
      ...silentProgress,
      say: (text: string) => text.includes("ready") && interrupted.abort(),
    };
    const reason: unknown = await upLocal(await planOf(), { progress, signal: interrupted.signal }).catch(
      (cause: unknown) => cause,
    );
    expect(String(reason)).to.contain("abort");
    expect(findRuns()).to.deep.equal([]);
  });

  it("is swept away when its lokiproof was killed", async () => {
    const owner = spawn(
      process.execPath,
      [join(import.meta.dirname, "..", "fixtures", "up-and-wait.fixture.ts")],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [runId] = await once(owner.stdout.setEncoding("utf8"), "data");
    const stack = attachLocal(String(runId).trim());
    expect(await sweepLeftovers()).to.deep.equal([]);
    owner.kill("SIGKILL");
    await once(owner, "exit");
    expect(await listLeftovers()).to.have.length.above(20);
    expect(await sweepLeftovers()).to.have.length(22);
    await expectNothingLeft(stack);
  });

  it("is kept, found again by another lokiproof, restarted there, and ended", async () => {
    const stack = await upLocal(await planOf(), { progress: silentProgress, signal });
    await stack.keep();
    await stack[Symbol.asyncDispose]();
    const { runId } = stack.state.plan;
    expect(await sweepLeftovers()).to.deep.equal([]);
    const again = attachLocal(runId);
    expect((await again.states()).every(({ state }) => state === "running")).to.equal(true);
    const [, ingester] = again.members.filter(({ component }) => component === "ingester");
    await again.restart(ingester ?? expect.fail("no ingester"), signal);
    expect(await roundTrip(again, "hello kept")).to.contain("hello kept");
    await again.end();
    await expectNothingLeft(again);
  });
});
