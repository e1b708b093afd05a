import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import { flushAndUpload } from "../../lib/history/flush.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { createRunFolder } from "../../lib/run-folder/create-run-folder.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import type { LocalStack } from "../../lib/stack/local/local-stack.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import { readSavedRun, type SavedRun } from "../../lib/verify/saved-run.ts";
import type { Verification } from "../../lib/verify/verification.ts";
import { verify } from "../../lib/verify/verify.ts";
import { ownStateFolder, signal } from "../fixtures/live-stack.fixture.ts";

/** The time to wait for missing lines, which is short because lines that are missing in this test never arrive. */
const patienceMs = 5_000;
const quiet = { progress: silentProgress, signal };

/**
 * Returns a plan with three ingesters, over which data is replicated. Every other component has one replica, because
 * reading does not depend on the number.
 */
async function quickPlan(): Promise<Plan> {
  const { plan } = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, testTenants);
  const ones = Object.keys(plan.replicas).map((component) => [component, 1]);
  return { ...plan, replicas: { ...plan.replicas, ...Object.fromEntries(ones), ingester: 3, ruler: 0 } };
}

async function restartAll(stack: LocalStack): Promise<void> {
  for (const member of stack.members) await stack.restart(member, signal);
}

describe("lokiproof verify on the real local stack", () => {
  ownStateFolder();
  let outDir = "";
  let stack: LocalStack;
  let saved: SavedRun;

  const verified = (): Promise<Verification> =>
    verify(saved, { url: stack.gatewayUrl, isOwnStack: true, patienceMs, signal, now: new Date() });

  before("a run leaves its records, and its stack", async () => {
    outDir = await mkdtemp(join(tmpdir(), "lokiproof-verify-"));
    const plan = await quickPlan();
    stack = await upLocal(plan, quiet);
    const runDir = await createRunFolder(outDir, plan);
    const k6Path = (await provision({ loki: plan.lokiVersion }, quiet)).k6.path;
    await runLoad({ plan, gatewayUrl: stack.gatewayUrl, runDir, k6Path, ...quiet });
    saved = await readSavedRun(runDir);
  });

  after(async () => {
    await stack.end();
    await rm(outDir, { recursive: true });
  });

  it("passes once every process of Loki was restarted", async () => {
    await restartAll(stack);
    const result = await verified();
    expect(result.unjudged.join(), result.wrong.join()).to.equal("");
    expect(result).to.include({ verdict: "pass", exitCode: 0, read: result.acknowledged });
    expect(result.acknowledged).to.be.greaterThan(10_000);
    expect(result.sample.lines).to.be.greaterThan(1_000);
  });

  it("fails when a tenant's chunks are gone from the store, and names what is missing", async () => {
    const flush = await flushAndUpload(stack, signal, silentProgress);
    expect(flush.indexUploaded, flush.why).to.equal(true);
    const objects = join(stack.paths.data, "minio", stack.state.plan.bucket, "payments");
    await rm(objects, { recursive: true });
    // The lines are read from the store: ingesters replay their WAL when they start, so they would still have the
    // lines.
    const url = await stack.storeReader(signal);
    const { verdict, wrong, unjudged, groups } = await verify(saved, {
      url,
      isOwnStack: true,
      patienceMs,
      signal,
      now: new Date(),
    });
    expect(verdict, unjudged.join()).to.equal("fail");
    expect(wrong.every((one) => one.includes("payments"))).to.equal(true);
    const checkout = groups.find(({ tenant }) => tenant === "checkout");
    expect(checkout?.read).to.equal(checkout?.acknowledged);
  });

  it("fails on its own stack when every line is gone, and is unknown about a Loki that may be another", async () => {
    await stack.end();
    stack = await upLocal(await quickPlan(), quiet);
    const result = await verified();
    expect(result).to.include({ verdict: "fail", exitCode: 1, read: 0 });
    expect(result.wrong.join()).to.match(/payments stream 0: \d+ acknowledged lines missing/);
    const other = { url: stack.gatewayUrl, isOwnStack: false, patienceMs, signal, now: new Date() };
    const named = await verify(saved, other);
    expect(named).to.include({ verdict: "unknown", exitCode: 2, read: 0 });
    expect(named.unjudged.join()).to.contain("no line of the run");
  });
});
