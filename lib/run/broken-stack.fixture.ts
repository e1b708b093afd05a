import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Progress, silentProgress } from "../base/log.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import { localProvider } from "../stack/local/local-provider.ts";
import type { StackProvider } from "../stack/stack.ts";
import { provision } from "../toolchain/provision.ts";
import { judgeBreakage } from "../verdict/breakage.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import type { RunResult } from "../verdict/result.ts";
import type { OutsideWorld } from "./outside-world.fixture.ts";
import { run } from "./run.ts";

export const quiet = {
  step: <T>(_: string, work: (progress: Progress) => Promise<T>): Promise<T> => work(silentProgress),
};

/** Longer than any run takes, also one on which every probe waits out its time. */
export const runMs = 900_000;

/** What is unknown where the machine was too slow: tests that run beside each other share one. */
export const ofTheMachine = [
  "load.*",
  "latency.*",
  "reconciliation.offered",
  "limits.ingestion-*",
  "limits.stream-rate",
];

/** Runs the scenario `quick` on a stack that is broken so, and gives its result; nothing of the run is left. */
export async function runBroken(
  breakages: readonly string[],
  provider: StackProvider = localProvider,
): Promise<RunResult> {
  const outDir = await mkdtemp(join(tmpdir(), "lokiproof-breakages-"));
  try {
    const signal = AbortSignal.timeout(runMs);
    const { plan } = await loadPlan({ scenario: "quick", provider: "local", breakages, now: new Date() });
    const programs = await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal });
    const options = { plan, provider, programs, outDir, suites: [], progress: quiet, signal };
    return (await run(options)).result;
  } finally {
    await rm(outDir, { recursive: true });
  }
}

/**
 * A test of breakages that do not hide each other's symptoms and so share a stack: together they turn red what each of
 * them must, nothing that none may, and leave nothing else unknown: a check that cannot judge proves nothing of itself.
 */
export function itTurnsItsChecksRed(
  group: readonly string[],
  {
    mayBeUnknown = ofTheMachine,
    outside,
  }: { readonly mayBeUnknown?: readonly string[]; readonly outside?: () => Promise<OutsideWorld> } = {},
): void {
  it(`${group.join(" + ")}: turns its checks red and no others`, async () => {
    const options = { scenario: "quick", provider: "local", breakages: group, now: new Date() } as const;
    const { plan } = await loadPlan(options);
    if (plan.breakage === undefined) throw new Error("expected a breakage in the plan");
    await using world = await outside?.();
    const result = await runBroken(group, world?.provider);
    const { mustRed } = plan.breakage;
    const broken = { ...plan.breakage, mustRed: [...mustRed, ...(world ? ["safety.connections"] : [])] };
    const judged = judgeBreakage(broken, result.checks);
    expect(told(result, judged.falseAlarms), "red without cause").to.deep.equal([]);
    const silent = judged.unsettled.filter((id) => !mayBeUnknown.some((one) => matchesCheck(one, id)));
    expect(told(result, silent), "unknown without cause").to.deep.equal([]);
    expect(judged.missed, "must be red and is not").to.deep.equal([]);
    for (const reached of world?.reached ?? []) {
      expect(told(result, ["safety.connections"]).join(), "what reaches out").to.match(reached);
    }
    expect(result, result.reason).to.include({ verdict: "fail", exitCode: 1 });
  });
}

function told({ checks }: RunResult, ids: readonly string[]): readonly string[] {
  return checks.filter(({ id }) => ids.includes(id)).map(({ id, message }) => `${id}: ${message}`);
}
