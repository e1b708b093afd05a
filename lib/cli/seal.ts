import { testTenants } from "../claims/all.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { PlanOptions } from "../plan/plan-options.ts";
import { attachLocal } from "../stack/local/attach-local.ts";
import { hasLoopbackOnly, startAgainBeside, startAgainSealed } from "../stack/network-namespace.ts";
import { findRuns } from "../stack/run-inventory.ts";
import { terminalProgress } from "./run-progress-terminal.ts";
import { programsFor } from "./stack-options.ts";

/**
 * Shuts the network off from this lokiproof, and so from all that it starts: the command begins again in a namespace that
 * has loopback only. Programs that must be built or downloaded are obtained before. Returns once there is no other network.
 * Throws usageError if the plan is wrong, or this machine does not permit it.
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

/** Goes where a kept stack can be reached: into its network namespace if it was sealed. */
export function enterStack(runId: string): void {
  const kept = findRuns().find((run) => run.runId === runId && run.standing === "kept");
  const process = kept?.processes.find(({ name }) => name === "minio");
  if (process === undefined) return;
  const { state } = attachLocal(runId);
  if (state.plan.sealed) startAgainBeside(process.pid);
}
