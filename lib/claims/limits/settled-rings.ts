import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { distinctMembers } from "./distinct-members.ts";

/**
 * Loki's longest default heartbeat period, and a little more. A distributor divides its tenants' rates, and an ingester
 * their stream counts, by the number of members at its own last heartbeat. Before its first heartbeat it knows of none
 * (pkg/distributor/instance_count.go, 3.7.8).
 */
const heartbeatMs = 16_000;

/** Waits until every distributor and ingester has counted its ring again since the last of them started. */
export async function settledRings({ stack, clock }: ProbeContext, signal: AbortSignal): Promise<void> {
  const counting = distinctMembers(stack, ["distributor", "ingester"]);
  const startedS = await Promise.all(
    counting.map(async ({ url }) => sumOf(await readMetrics(url, signal), "process_start_time_seconds") ?? 0),
  );
  const readyMs = Math.max(...startedS) * 1000 + heartbeatMs;
  await poll(
    () => Promise.resolve(clock.now()),
    (now) => now >= readyMs,
    { timeoutMs: heartbeatMs, intervalMs: 500, signal, clock },
  );
}
