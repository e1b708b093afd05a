import type { HistorySpec } from "../plan/load-schema.ts";
import type { LineGeometry } from "../traffic/line-geometry.ts";

/**
 * The timestamps of a tenant's backdated data. Each stream has `linesPerStream` entries; entry i of stream s is at
 * `startMs` + i x `stepNs` + s x `offsetNs`. No two entries of a tenant have the same timestamp.
 */
export interface HistoryLayout {
  readonly startMs: number;
  readonly stepNs: number;
  readonly offsetNs: number;
  readonly streams: number;
  readonly linesPerStream: number;
}

/** Size of a line of backdated data, and number of lines per push. */
export const historyGeometry: LineGeometry = { lineBytes: 160, linesPerPush: 1000 };

/**
 * Time between the end of the backdated data and the start of the run. This gap separates the backdated data from the
 * run's load, even after a slow start.
 */
export const historyEndsBeforeMs = 3_600_000;

/**
 * Returns the layout of one tenant's backdated data, evenly spread over its time span, which ends one hour before
 * `nowMs`.
 */
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

/** Returns the first whole millisecond after the last entry of a tenant's backdated data. */
export function historyEndMs({ startMs, stepNs, linesPerStream }: HistoryLayout): number {
  return startMs + Math.ceil((stepNs * linesPerStream) / 1e6);
}

/**
 * Returns the timestamp of an entry of backdated data as a string of ns since the epoch, the form in which Loki writes
 * timestamps.
 */
export function entryNs(layout: HistoryLayout, stream: number, sequence: number): string {
  const sinceNs = sequence * layout.stepNs + stream * layout.offsetNs;
  return String(BigInt(layout.startMs) * 1_000_000n + BigInt(sinceNs));
}

/**
 * Returns how many entries of one stream are at or before `ms`; these have the lowest sequence numbers. Computes in
 * whole nanoseconds since the start, which a double holds exactly for a hundred days.
 */
export function entriesUpTo(layout: HistoryLayout, stream: number, ms: number): number {
  return entriesWithin(layout, (ms - layout.startMs) * 1e6 - stream * layout.offsetNs);
}

/** Returns how many entries of one stream are before `ms`. */
export function entriesBefore(layout: HistoryLayout, stream: number, ms: number): number {
  return entriesWithin(layout, (ms - layout.startMs) * 1e6 - stream * layout.offsetNs - 1);
}

function entriesWithin({ stepNs, linesPerStream }: HistoryLayout, sinceNs: number): number {
  if (sinceNs < 0) return 0;
  return Math.min(linesPerStream, (sinceNs - (sinceNs % stepNs)) / stepNs + 1);
}
