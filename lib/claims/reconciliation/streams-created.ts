import type { Replication } from "../../promises/replication.ts";
import type { CounterGrowth } from "./counter-growth.ts";
import type { PushedTotals } from "./pushed-totals.ts";
import type { Reconciled } from "./reconciled.ts";

/**
 * Reconciles the number of streams that ingesters created with Loki's answers. Each replica counts a stream once
 * (pkg/ingester/instance.go onStreamCreated, 3.7.8). When a push is acknowledged, a quorum of replicas has created its
 * stream; later all replicas might have created it. A removed stream might have been created again.
 */
export function reconcileStreams(
  growth: CounterGrowth,
  tenant: string,
  { pushed, replication }: { readonly pushed: PushedTotals; readonly replication: Replication },
): Reconciled {
  const { streams, doubtfulStreams } = pushed;
  return {
    what: `${tenant}: streams created, each once a replica`,
    observed: growth.sum("loki_ingester_streams_created_total", tenant),
    least: replication.quorum * streams,
    most:
      replication.copies * (streams + doubtfulStreams) +
      growth.sum("loki_ingester_streams_removed_total", tenant),
  };
}
