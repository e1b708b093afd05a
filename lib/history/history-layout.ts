import type { HistorySpec } from "../plan/load-schema.ts";
import type { LineGeometry } from "../traffic/line-geometry.ts";

/**
 * A tenant's history: each of its streams has `linesPerStream` entries, entry i of stream s at
 * `startMs` + i x `stepNs` + s x `offsetNs`. No two entries of a tenant have the same timestamp.
 */
export interface HistoryLayout {
  readonly startMs: number;
  readonly stepNs: number;
  readonly offsetNs: number;
  readonly streams: number;
  readonly linesPerStream: number;
}

/** How history is cut into pushes. */
export const historyGeometry: LineGeometry = { lineBytes: 160, linesPerPush: 1000 };

/** Clear of the flood, and of what a slow start may make of it. */
export const historyEndsBeforeMs = 3_600_000;

/** The history of one tenant, spread evenly over its span, the span ending one hour before `nowMs`. */
export function historyLayout(history: HistorySpec, nowMs: number): HistoryLayout {
  const linesPerStream = Math.max(1, Math.floor(history.lines / history.streams));
  const spanMs = Math.round(history.spanS * 1000);
  const stepNs = Math.floor((spanMs * 1e6) / linesPerStream);
  return {
    startMs: Math.floor(nowMs) - historyEndsBeforeMs - spanMs,
    stepNs,
    offsetNs: Math.floor(stepNs / history.streams),
    streams: history.streams,
    linesPerStream,
  };
}

/** The first whole millisecond after its last entry. */
export function historyEndMs({ startMs, stepNs, linesPerStream }: HistoryLayout): number {
  return startMs + Math.ceil((stepNs * linesPerStream) / 1e6);
}

/** Timestamp of an entry, in ns since the epoch, as Loki writes it. */
export function entryNs(layout: HistoryLayout, stream: number, sequence: number): string {
  const sinceNs = sequence * layout.stepNs + stream * layout.offsetNs;
  return String(BigInt(layout.startMs) * 1_000_000n + BigInt(sinceNs));
}

/**
 * How many entries of one stream are not after `ms`: their sequences are below it. In whole nanoseconds since the start,
 * which a double holds exactly for a hundred days.
 */
export function entriesUpTo(layout: HistoryLayout, stream: number, ms: number): number {
  return entriesWithin(layout, (ms - layout.startMs) * 1e6 - stream * layout.offsetNs);
}

/** How many entries of one stream are before `ms`. */
export function entriesBefore(layout: HistoryLayout, stream: number, ms: number): number {
  return entriesWithin(layout, (ms - layout.startMs) * 1e6 - stream * layout.offsetNs - 1);
}

function entriesWithin({ stepNs, linesPerStream }: HistoryLayout, sinceNs: number): number {
  if (sinceNs < 0) return 0;
  return Math.min(linesPerStream, (sinceNs - (sinceNs % stepNs)) / stepNs + 1);
}
