import { fateOf } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";

/**
 * The number of lines pushed to one stream of one tenant, sorted by how their pushes ended, before anything is read
 * back.
 */
export interface LedgerEntry {
  readonly tenant: string;
  readonly stream: number;
  readonly kind: PushRecord["kind"];
  /** The number of lines whose push was answered with 204. Loki must have stored these lines. */
  readonly acknowledged: number;
  /**
   * The number of lines whose push got any other answer, or none. Loki might have stored these lines
   * (pkg/distributor/distributor.go, 3.7.8).
   */
  readonly indeterminate: number;
  /** The number of lines that were refused before any ingester received them. Loki must not have stored these lines. */
  readonly refused: number;
}

/**
 * Sums up the pushes by tenant and stream, sorted by tenant and then by stream. Each push carries only one stream, so a
 * 204 covers all lines of the push.
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

/** The number of lines that a read counted for one stream of one tenant. */
export interface ReadCount {
  readonly tenant: string;
  readonly stream: number;
  readonly lines: number;
}

export interface Discrepancy {
  readonly tenant: string;
  readonly stream: number;
  /** The number of the stream's lines that were acknowledged but not read. */
  readonly missing: number;
  /** The number of the stream's lines that were read beyond its acknowledged and indeterminate lines. */
  readonly surplus: number;
}

/**
 * Compares the lines read with the lines pushed. At least a stream's acknowledged lines must be read, and at most its
 * acknowledged and indeterminate lines together. If a stream was never pushed, all its lines are surplus. A stream that
 * was not read has zero lines.
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
