import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Progress, silentProgress } from "../base/log.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import { provision } from "../toolchain/provision.ts";
import { judgeBreakage } from "../verdict/breakage.ts";
import type { RunResult } from "../verdict/result.ts";
import { run } from "./run.ts";

const quiet = { step: <T>(_: string, work: (progress: Progress) => Promise<T>) => work(silentProgress) };

/** Longer than any run takes, also one on which every probe waits out its time. */
const runMs = 900_000;

/** Runs the scenario `quick` on a stack that is broken so, and gives its result; nothing of the run is left. */
export async function runBroken(breakages: readonly string[]): Promise<RunResult> {
  const outDir = await mkdtemp(join(tmpdir(), "lokiproof-breakages-"));
  try {
    const signal = AbortSignal.timeout(runMs);
    const { plan } = await loadPlan({ scenario: "quick", provider: "local", breakages, now: new Date() });
    const programs = await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal });
    const options = { plan, provider: localProvider, programs, outDir, suites: [], progress: quiet, signal };
    return (await run(options)).result;
  } finally {
    await rm(outDir, { recursive: true });
  }
}

/**
 * A test of breakages that do not hide each other's symptoms and so share a stack: together they turn red what each of
 * them must, and nothing that none may.
 */
export function itTurnsItsChecksRed(group: readonly string[]): void {
  it(`${group.join(" + ")}: turns its checks red and no others`, async () => {
    const options = { scenario: "quick", provider: "local", breakages: group, now: new Date() } as const;
    const { plan } = await loadPlan(options);
    if (plan.breakage === undefined) throw new Error("expected a breakage in the plan");
    const result = await runBroken(group);
    const judged = judgeBreakage(plan.breakage, result.checks);
    const told = result.checks.filter(({ id }) => judged.falseAlarms.includes(id));
    expect(
      told.map(({ id, message }) => `${id}: ${message}`),
      "red without cause",
    ).to.deep.equal([]);
    expect(judged.missed, "must be red and is not").to.deep.equal([]);
    expect(result, result.reason).to.include({ verdict: "fail", exitCode: 1 });
  });
}
