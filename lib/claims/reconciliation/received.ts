import type { CounterGrowth } from "./counter-growth.ts";
import { ingesterReasons } from "./ingester-discards.ts";
import type { PushedTotals } from "./pushed-totals.ts";
import type { Reconciled } from "./reconciled.ts";

/**
 * The reason under which Loki counts bodies that are too large. It counts their compressed bytes, without reading the
 * body. Such a body is not counted as received (pkg/distributor/http.go, 3.7.8).
 */
const neverReceived = "request_body_too_large";

const units = {
  lines: { received: "loki_distributor_lines_received_total", discarded: "loki_discarded_samples_total" },
  bytes: { received: "loki_distributor_bytes_received_total", discarded: "loki_discarded_bytes_total" },
} as const;

const metadataBytes = "loki_distributor_structured_metadata_bytes_received_total";

/**
 * Reconciles two of Loki's counts for a tenant with Loki's answers. One count is what the distributors received, and
 * the other is what they received and did not discard. Loki counts a push as received once it has read the push, before
 * any refusal (pkg/loghttp/push/push.go ParseRequest, 3.7.8). Loki counts bytes of lines and of structured metadata,
 * but not the `detected_level` that the distributor adds (pkg/util/entry_size.go). A push that was answered 204, or
 * refused for the tenant's rate, was counted once. Any other push was counted once or not at all.
 */
export function reconcileReceived(
  growth: CounterGrowth,
  tenant: string,
  { pushed, unit }: { readonly pushed: PushedTotals; readonly unit: keyof typeof units },
): readonly Reconciled[] {
  const metadata = unit === "bytes" ? growth.sum(metadataBytes, tenant) : 0;
  const received = growth.sum(units[unit].received, tenant) - metadata;
  const discarded = growth
    .byReason(units[unit].discarded, tenant)
    .entries()
    .filter(([reason]) => reason !== neverReceived && !ingesterReasons.has(reason))
    .reduce((sum, [, count]) => sum + count, 0);
  const { acknowledged, refused, indeterminate } = pushed;
  const read = acknowledged[unit] + refused[unit];
  const unsure = indeterminate[unit];
  return [
    { what: `${tenant}: ${unit} received`, observed: received, least: read, most: read + unsure },
    {
      what: `${tenant}: ${unit} received and not discarded`,
      observed: received - discarded,
      // Loki does not report which part of the discarded bytes was structured metadata.
      least: acknowledged[unit] - Math.min(metadata, discarded),
      most: acknowledged[unit] + unsure,
    },
  ];
}
