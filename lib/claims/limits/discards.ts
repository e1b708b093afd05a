import type { Clock } from "../../base/clock.ts";
import { poll } from "../../base/poll.ts";
import { readMetrics, samplesOf } from "../../loki/metrics.ts";
import type { Stack } from "../../stack/stack.ts";
import { distinctMembers } from "./distinct-members.ts";

/** The number of discarded lines by tenant and reason, summed over all distributors and ingesters. */
export type Discards = Record<string, Record<string, number>>;

const settleMs = 250;
const settleTimeoutMs = 5_000;

/**
 * Reads `loki_discarded_samples_total` of these tenants. A line refused by a distributor counts once. A line refused by
 * ingesters counts once on each replica that received it (pkg/validation/validate.go and pkg/ingester/stream.go,
 * 3.7.8).
 */
export async function readDiscards(
  stack: Stack,
  tenants: readonly string[],
  signal: AbortSignal,
): Promise<Discards> {
  const discarding = distinctMembers(stack, ["distributor", "ingester"]);
  const samples = (await Promise.all(discarding.map(({ url }) => readMetrics(url, signal)))).flat();
  const totals: Record<string, Record<string, number>> = Object.fromEntries(
    tenants.map((tenant) => [tenant, {}]),
  );
  for (const { labels, value } of samplesOf(samples, "loki_discarded_samples_total")) {
    const reasons = totals[labels["tenant"] ?? ""];
    const reason = labels["reason"] ?? "";
    if (reasons) reasons[reason] = (reasons[reason] ?? 0) + value;
  }
  return totals;
}

export interface SettleOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /**
   * Returns whether all expected discards were counted. If this function is absent, reading ends when two readings are
   * equal.
   */
  readonly complete?: (discarded: Discards) => boolean;
}

/**
 * Returns the lines discarded since `before`. Loki answers a push when most replicas have answered, so the last replica
 * might count its discards later. Therefore reads until the counts are complete or the timeout passes.
 */
export async function discardedSince(
  before: Discards,
  stack: Stack,
  { clock, signal, complete }: SettleOptions,
): Promise<Discards> {
  const tenants = Object.keys(before);
  const read = async (): Promise<Discards> => growth(before, await readDiscards(stack, tenants, signal));
  let last = "";
  const alike = (seen: Discards): boolean => {
    const same = JSON.stringify(seen) === last;
    last = JSON.stringify(seen);
    return same;
  };
  const settled = await poll(read, complete ?? alike, {
    timeoutMs: settleTimeoutMs,
    intervalMs: settleMs,
    signal,
    clock,
  });
  return settled.last ?? (await read());
}

function growth(before: Discards, after: Discards): Discards {
  return Object.fromEntries(
    Object.entries(after).map(([tenant, reasons]) => {
      const grown = Object.entries(reasons).map(([reason, count]) => [
        reason,
        count - (before[tenant]?.[reason] ?? 0),
      ]);
      return [tenant, Object.fromEntries(grown.filter(([, count]) => count !== 0))];
    }),
  );
}
