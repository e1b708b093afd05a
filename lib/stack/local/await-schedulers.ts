import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import { isAlive } from "../process-table.ts";
import type { LocalStack } from "./local-stack.ts";

/** Longer than the schedulers look at their ring for (every 3 s: pkg/scheduler/scheduler.go, ringCheckPeriod). */
const timeoutMs = 20_000;

/**
 * Whether query-frontends of this Loki must find the schedulers at work. Before 3.7 one that meets a scheduler which has
 * not yet found itself in its ring gets no answer to its first message, and waits for it for ever: every query hangs,
 * while /ready says 200 (grafana/loki issue 19528, mended by its pull request 19866).
 */
export function frontendsComeLast(lokiVersion: string): boolean {
  const [major = 0, minor = 0] = lokiVersion.split(".").map(Number);
  return major < 3 || (major === 3 && minor < 7);
}

/**
 * Resolves when every scheduler of the stack has found itself in its ring, has ended, or has had its time: what is wrong
 * then is for `awaitStack` to say. Throws only when aborted.
 */
export async function awaitSchedulers(stack: LocalStack, signal: AbortSignal): Promise<void> {
  const schedulers = stack.state.topology.lokis.filter(({ target }) => target === "query-scheduler");
  const runs = async (one: (typeof schedulers)[number], inTime: AbortSignal): Promise<boolean> => {
    if (!isAlive(stack.processOf(one.name))) return true;
    const samples = await readMetrics(`http://127.0.0.1:${one.httpPort}`, inTime);
    return sumOf(samples, "loki_query_scheduler_running") === 1;
  };
  const waits = schedulers.map((one) =>
    poll((inTime) => runs(one, inTime), Boolean, { timeoutMs, intervalMs: 100, signal }),
  );
  await Promise.all(waits);
}
