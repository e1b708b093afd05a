import { testTenants } from "../claims/all.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { attachLocal } from "../stack/local/attach-local.ts";
import { hasLoopbackOnly, startAgainBeside, startAgainSealed } from "../stack/network-namespace.ts";
import { findRuns } from "../stack/run-inventory.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { programsFor } from "./stack-options.ts";

/**
 * Cuts this lokiproof and all its children off from the network. To do so, restarts the command in a network namespace
 * that has only loopback, after obtaining programs that must be built or downloaded. Returns if this process already
 * sees no network except loopback. Throws usageError if the plan is wrong or this machine does not permit a network
 * namespace.
 */
export async function seal(wanted: PlanOptions, signal: AbortSignal): Promise<void> {
  if (hasLoopbackOnly()) return;
  const { plan } = await loadPlan(wanted, testTenants);
  await terminalProgress.step("toolchain, while there is a network", (progress) =>
    programsFor(plan, { progress, signal }),
  );
  signal.throwIfAborted();
  startAgainSealed();
}

/** Enters the network namespace of a kept stack if the stack was sealed; otherwise the stack could not be reached. */
export function enterStack(runId: string): void {
  const kept = findRuns().find((run) => run.runId === runId && run.standing === "kept");
  const process = kept?.processes.find(({ name }) => name === "minio");
  if (process === undefined) return;
  const { state } = attachLocal(runId);
  if (state.plan.sealed) startAgainBeside(process.pid);
}
