import type { Clock } from "../../base/clock.ts";
import { poll } from "../../base/poll.ts";
import { readMetrics, samplesOf } from "../../loki/metrics.ts";
import type { Stack } from "../../stack/stack.ts";
import { distinctMembers } from "./distinct-members.ts";

/** Lines discarded by tenant and reason, summed over every distributor and ingester. */
export type Discards = Record<string, Record<string, number>>;

const settleMs = 250;
const settleTimeoutMs = 5_000;

/**
 * `loki_discarded_samples_total` of these tenants. What a distributor refuses counts once, what an ingester refuses
 * once on each replica that got it (pkg/validation/validate.go and pkg/ingester/stream.go, 3.7.8).
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
  /** Whether all that is due has been counted; without it two readings that are alike are enough. */
  readonly complete?: (discarded: Discards) => boolean;
}

/**
 * What was discarded since `before`. A push is answered as soon as most replicas answered, so the last one may count
 * later: read until it is complete, or until the time for that is over.
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
