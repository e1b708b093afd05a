import type { Replication } from "../../promises/replication.ts";
import type { CounterGrowth } from "./counter-growth.ts";
import type { PushedTotals } from "./pushed-totals.ts";
import type { Reconciled } from "./reconciled.ts";

/**
 * Reasons for which ingesters discard lines, each replica independently. With any other reason it is the distributor
 * that discards (pkg/validation/validate.go, 3.7.8).
 */
export const ingesterReasons: ReadonlySet<string> = new Set([
  "stream_limit",
  "per_stream_rate_limit",
  "out_of_order",
  "too_far_behind",
]);

/**
 * Reconciles the lines that ingesters discarded with Loki's answers. Such lines count once on each replica. A quorum of
 * replicas accepted an acknowledged line, so only the remaining replicas can have discarded it. A line without
 * acknowledgement might have been discarded by every replica.
 */
export function reconcileIngesterDiscards(
  growth: CounterGrowth,
  tenant: string,
  { pushed, replication }: { readonly pushed: PushedTotals; readonly replication: Replication },
): Reconciled {
  const { copies, quorum } = replication;
  return {
    what: `${tenant}: lines discarded by ingesters, each once a replica`,
    observed: growth
      .byReason("loki_discarded_samples_total", tenant)
      .entries()
      .filter(([reason]) => ingesterReasons.has(reason))
      .reduce((sum, [, count]) => sum + count, 0),
    least: pushed.refusedByIngesters,
    most: (copies - quorum) * pushed.acknowledged.lines + copies * pushed.indeterminate.lines,
  };
}
