import { join } from "node:path";
import { poll } from "../base/poll.ts";
import type { MeasuredTarget } from "../faults/target.ts";
import { runIdVariable, startTimeOf } from "../stack/process-table.ts";
import { recordedBytes } from "./load-progress.ts";
import { allProcesses, environmentOf, processCpu } from "./proc-cpu.ts";

/** Returns the k6 processes that this lokiproof started for a run; empty if the machine has no /proc. */
export function generatorsOf(runId: string): readonly MeasuredTarget[] {
  return allProcesses().flatMap(({ pid, parent }) => {
    if (parent !== process.pid || environmentOf(pid, runIdVariable) !== runId) return [];
    const startTime = startTimeOf(pid);
    const isAlive = (): boolean => startTime !== undefined && startTimeOf(pid) === startTime;
    return [{ name: `k6 (process ${pid})`, pid, isAlive, cpuSeconds: () => processCpu(pid)?.ownS }];
  });
}

/**
 * The timeout for a generator's first request. It is longer than k6 takes to start on a busy machine, and than pods
 * take to start and create their push bodies.
 */
const timeoutMs = 600_000;

/**
 * Resolves with true when a generator has recorded its first request, or with false if none has recorded one within ten
 * minutes.
 */
export async function loadBegins(runDir: string, signal: AbortSignal): Promise<boolean> {
  const seen = await poll(
    async () => recordedBytes(join(runDir, "load")),
    (size) => size > 0,
    { timeoutMs, intervalMs: 20, signal },
  );
  return seen.settled;
}
