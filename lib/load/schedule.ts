import type { HistorySpec, StormSpec, TenantLoad } from "../scenario/load-schema.ts";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";
import { floodLanes, type PlannedTenants } from "./flood-lanes.ts";
import type { LineGeometry } from "./line-geometry.ts";

/** One tenant's storm. */
export interface StormRun extends Arrivals {
  readonly rangesMs: readonly number[];
}

export type TenantLoads = Readonly<Record<string, TenantLoad>>;

/** Every tenant's storm, each beginning where its spec says. */
export function stormRuns(tenants: TenantLoads): readonly StormRun[] {
  return Object.entries(tenants).flatMap(([tenant, { storm }], index) =>
    storm === undefined ? [] : [stormRun(tenant, index, storm)],
  );
}

function stormRun(tenant: string, index: number, storm: StormSpec): StormRun {
  const { startS, forS, ratePerSecond: from, rangesS } = storm;
  return {
    name: `storm_${index}`,
    tenant,
    startMs: Math.round(startS * 1000),
    ...arrivalsOf([{ forS, from, to: from }]),
    rangesMs: rangesS.map((rangeS) => Math.round(rangeS * 1000)),
  };
}

/** How long the whole load lasts. */
export function loadMs(plan: PlannedTenants): number {
  const ends = [...floodLanes(plan), ...stormRuns(plan.tenants)].map(({ startMs, forMs }) => startMs + forMs);
  return Math.max(0, ...ends);
}

/** A tenant's history: each of its streams has `linesPerStream` entries, entry i at `startMs` + i x `stepNs`. */
export interface HistoryLayout {
  readonly startMs: number;
  readonly stepNs: number;
  readonly streams: number;
  readonly linesPerStream: number;
}

/** How history is cut into pushes. */
export const historyGeometry: LineGeometry = { lineBytes: 160, linesPerPush: 1000 };

/** The history of one tenant, spread evenly over its span, the span ending one hour before `nowMs`. */
export function historyLayout(history: HistorySpec, nowMs: number): HistoryLayout {
  const linesPerStream = Math.max(1, Math.floor(history.lines / history.streams));
  const spanMs = Math.round(history.spanS * 1000);
  const startMs = Math.floor(nowMs) - 3_600_000 - spanMs;
  return {
    startMs,
    stepNs: Math.floor((spanMs * 1e6) / linesPerStream),
    streams: history.streams,
    linesPerStream,
  };
}

/** How many entries of the history, all streams together, lie in (fromMs, toMs], as LogQL's range vectors cut them. */
export function historyCount(layout: HistoryLayout, fromMs: number, toMs: number): number {
  return layout.streams * (entriesUpTo(layout, toMs) - entriesUpTo(layout, fromMs));
}

function entriesUpTo({ startMs, stepNs, linesPerStream }: HistoryLayout, ms: number): number {
  const sinceNs = (ms - startMs) * 1e6;
  if (sinceNs < 0) return 0;
  return Math.min(linesPerStream, (sinceNs - (sinceNs % stepNs)) / stepNs + 1);
}
