import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import { lokiHasChange, type PlannedVersion } from "../../promises/loki-is.ts";
import { isAlive } from "../process-table.ts";
import type { LocalStack } from "./local-stack.ts";

/**
 * The timeout for schedulers to find themselves in their ring. It is longer than the interval at which they check the
 * ring (3 s: pkg/scheduler/scheduler.go, ringCheckPeriod).
 */
const timeoutMs = 20_000;

/** The Loki releases with grafana/loki pull request 19866, as read in pkg/scheduler/scheduler.go of each release. */
const answersEveryFrontend = ["3.6.12", "3.7.3"];

/**
 * Returns whether this Loki's query-frontends must start after the schedulers are running. In an older Loki, a
 * scheduler that has not yet found itself in its ring never answers a frontend's first message. Every query then hangs,
 * while /ready answers 200 (grafana/loki issue 19528).
 */
export function frontendsComeLast(loki: PlannedVersion): boolean {
  return !lokiHasChange(loki, answersEveryFrontend);
}

/**
 * Resolves when every scheduler of the stack has found itself in its ring, has ended, or has timed out. `awaitStack`
 * reports failures. Throws only if aborted.
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
