import { fateOf } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";

/** The lines of one stream of one tenant, sorted by how their pushes ended, before anything is read back. */
export interface LedgerEntry {
  readonly tenant: string;
  readonly stream: number;
  readonly kind: PushRecord["kind"];
  /** Lines whose push was answered with 204. They must be stored. */
  readonly acknowledged: number;
  /** Lines whose push got any other answer, or none. They may be stored (pkg/distributor/distributor.go, 3.7.8). */
  readonly indeterminate: number;
  /** Lines that were refused before any ingester received them. They must not be stored. */
  readonly refused: number;
}

/**
 * Sums up the pushes by tenant and stream, in that order. Each push carries only one stream, so a 204 covers all its
 * lines.
 */
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

/** Lines that a read counted for one stream of one tenant. */
export interface ReadCount {
  readonly tenant: string;
  readonly stream: number;
  readonly lines: number;
}

export interface Discrepancy {
  readonly tenant: string;
  readonly stream: number;
  /** Lines that were acknowledged but not read. */
  readonly missing: number;
  /** Lines that were read although they were neither acknowledged nor possibly accepted. */
  readonly surplus: number;
}

/**
 * Compares the lines read with the ledger. Each stream must have at least its acknowledged lines, and at most those and
 * its indeterminate lines. If a stream was never pushed, all its lines are surplus. A stream that was not read has zero
 * lines.
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
