import { type Clock, wallClock } from "../base/clock.ts";
import { poll } from "../base/poll.ts";
import { type CpuReading, cpuBetween, readCpu } from "./component-cpu.ts";

/** At rest the nineteen processes of a local stack use some 5 % of two cores: heartbeats, gossip, polls. */
const restingShare = 0.2;
const lookMs = 1000;
const timeoutMs = 30_000;

/**
 * Resolves once the stack used less than a fifth of the machine for a second, or after half a minute: what a rate too
 * high left behind (chunks to flush, queries that nobody waits for) is not the next rate's. At once where the stack's
 * processes cannot be seen. Throws only when aborted.
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
