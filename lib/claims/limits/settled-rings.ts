import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { distinctMembers } from "./distinct-members.ts";

/**
 * Loki's longest default heartbeat period, and a little more. A distributor divides its tenants' rates by the number of
 * instances in its ring, and an ingester divides its tenants' stream counts. Each of them counts the instances at its
 * own heartbeats, and counts none before the first heartbeat (pkg/distributor/instance_count.go, 3.7.8).
 */
const heartbeatMs = 16_000;

/**
 * Waits until one heartbeat period has passed since the last distributor or ingester started. By then each of them has
 * counted all instances of its ring.
 */
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
