import { type Clock, wallClock } from "../base/clock.ts";
import { poll } from "../base/poll.ts";
import { type CpuReading, cpuBetween, readCpu } from "./component-cpu.ts";

/**
 * Share of the machine below which the stack is at rest. A resting local stack's nineteen processes use about 5 % of
 * two cores for heartbeats, gossip and polls.
 */
const restingShare = 0.2;
const lookMs = 1000;
const timeoutMs = 30_000;

/**
 * Resolves when the stack used less than a fifth of the machine's CPU time for a second, or after half a minute. This
 * keeps work that an excessive rate left behind (chunks to flush, abandoned queries) out of the next step. Resolves at
 * once if the stack's processes cannot be seen. Throws only if aborted.
 */
export async function settle(
  runId: string,
  {
    signal,
    read = readCpu,
    clock = wallClock,
  }: { readonly signal: AbortSignal; readonly read?: (runId: string) => CpuReading; readonly clock?: Clock },
): Promise<void> {
  let last = read(runId);
  if (last.machine === undefined || Object.keys(last.components).length === 0) return;
  await poll(
    async () => {
      await clock.sleep(lookMs, signal);
      const next = read(runId);
      const { stackBusy } = cpuBetween(last, next);
      last = next;
      return stackBusy;
    },
    (share) => share !== undefined && share < restingShare,
    { timeoutMs, intervalMs: 0, signal, clock },
  );
}
