import { fateOf } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";

/** What is known of one stream of one tenant before anything is read back, in lines. */
export interface LedgerEntry {
  readonly tenant: string;
  readonly stream: number;
  readonly kind: PushRecord["kind"];
  /** Answered with 204: must be there. */
  readonly acknowledged: number;
  /** Answered with anything else, or not at all: may be there (pkg/distributor/distributor.go, 3.7.8). */
  readonly indeterminate: number;
  /** Refused before any ingester saw it: must not be there. */
  readonly refused: number;
}

/** Sums the pushes up by tenant and stream, in that order. A push carries one stream, so that a 204 speaks for it. */
export function ledgerOf(pushes: readonly PushRecord[]): readonly LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const { tenant, stream, kind, lines, status, error } of pushes) {
    const none = { tenant, stream, kind, acknowledged: 0, indeterminate: 0, refused: 0 };
    const entry = entries.get(key(none)) ?? none;
    const fate = fateOf(status, error);
    entries.set(key(none), { ...entry, [fate]: entry[fate] + lines });
  }
  return [...entries.values()].sort((a, b) =>
    a.tenant < b.tenant ? -1 : a.tenant > b.tenant ? 1 : a.stream - b.stream,
  );
}

/** Lines counted by a read, of one stream of one tenant. */
export interface ReadCount {
  readonly tenant: string;
  readonly stream: number;
  readonly lines: number;
}

export interface Discrepancy {
  readonly tenant: string;
  readonly stream: number;
  /** Acknowledged, and not read. */
  readonly missing: number;
  /** Read, and neither acknowledged nor possibly accepted. */
  readonly surplus: number;
}

/**
 * Holds what was read against the ledger: between the acknowledged lines and those with the indeterminate ones must be
 * there, of each stream. A stream that was read and never pushed is all surplus; one that was not read counts as none.
 */
export function reconcile(
  ledger: readonly LedgerEntry[],
  read: readonly ReadCount[],
): readonly Discrepancy[] {
  const counts = new Map<string, number>();
  for (const one of read) counts.set(key(one), (counts.get(key(one)) ?? 0) + one.lines);
  const known = new Set(ledger.map(key));
  const strange = read.filter((one) => !known.has(key(one)));
  const pushed = ledger.map((entry) => compare(entry, counts.get(key(entry)) ?? 0));
  return [
    ...pushed,
    ...strange.map(({ tenant, stream, lines }) => ({ tenant, stream, missing: 0, surplus: lines })),
  ].filter(({ missing, surplus }) => missing > 0 || surplus > 0);
}

function key({ tenant, stream }: { readonly tenant: string; readonly stream: number }): string {
  return JSON.stringify([tenant, stream]);
}

function compare({ tenant, stream, acknowledged, indeterminate }: LedgerEntry, lines: number): Discrepancy {
  return {
    tenant,
    stream,
    missing: Math.max(0, acknowledged - lines),
    surplus: Math.max(0, lines - acknowledged - indeterminate),
  };
}
