import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { distinctMembers } from "./distinct-members.ts";

/**
 * A distributor divides its tenants' rates, and an ingester their stream counts, by the members that it counted at its
 * own last heartbeat; until the first one it knows of none (pkg/distributor/instance_count.go, 3.7.8). This is Loki's
 * longest default period, and a little.
 */
const heartbeatMs = 16_000;

/** Waits until every distributor and ingester has counted the others since the last of them started. */
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
