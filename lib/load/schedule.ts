import type { FloodSpec, HistorySpec, StormSpec, TenantLoad } from "../scenario/load-schema.ts";
import type { LineGeometry } from "./line-geometry.ts";

/** Arrivals at a constant rate: number n (0 to planned - 1) is due `startMs` + n x `periodNs` after the load's start. */
export interface Arrivals {
  /** Also the name of the k6 scenario; unique in a load. */
  readonly name: string;
  readonly tenant: string;
  readonly startMs: number;
  readonly forMs: number;
  /** A whole number: k6's ticker counts in nanoseconds. */
  readonly periodNs: number;
  readonly planned: number;
}

/** One step of one tenant's flood. Its push n is number `firstPush` + n of the tenant's whole flood. */
export interface FloodStep extends Arrivals {
  readonly firstPush: number;
  readonly streams: number;
  readonly linesPerPush: number;
  /** Mean length of a line. */
  readonly lineBytes: number;
  readonly stepNs: number;
  readonly format: FloodSpec["format"];
}

export interface StormRun extends Arrivals {
  readonly rangesMs: readonly number[];
}

export type TenantLoads = Readonly<Record<string, TenantLoad>>;

/** The whole flood, every tenant's staircase; steps of a tenant follow one another and never share a push number. */
export function floodSteps(tenants: TenantLoads): readonly FloodStep[] {
  return Object.entries(tenants).flatMap(([tenant, { flood }], index) =>
    flood === undefined ? [] : staircase(tenant, index, flood),
  );
}

function staircase(tenant: string, index: number, flood: FloodSpec): readonly FloodStep[] {
  const steps: FloodStep[] = [];
  let startMs = Math.round(flood.startS * 1000);
  let firstPush = 0;
  for (const [step, { forS, rateBytesPerSecond }] of flood.steps.entries()) {
    const linesPerPush = Math.max(1, Math.round(flood.pushBytes / flood.lineBytes));
    const ratePerSecond = rateBytesPerSecond / (linesPerPush * flood.lineBytes);
    const times = arrivals(ratePerSecond, forS);
    const stepNs = Math.max(1, Math.min(1000, Math.floor(times.periodNs / (linesPerPush + 1))));
    const { streams, lineBytes, format } = flood;
    const name = `flood_${index}_${step}`;
    steps.push({
      name,
      tenant,
      startMs,
      ...times,
      firstPush,
      streams,
      linesPerPush,
      lineBytes,
      stepNs,
      format,
    });
    startMs += forS * 1000;
    firstPush += times.planned;
  }
  return steps;
}

/** Every tenant's storm, each beginning where its spec says. */
export function stormRuns(tenants: TenantLoads): readonly StormRun[] {
  return Object.entries(tenants).flatMap(([tenant, { storm }], index) =>
    storm === undefined ? [] : [stormRun(tenant, index, storm)],
  );
}

function stormRun(tenant: string, index: number, storm: StormSpec): StormRun {
  const rangesMs = storm.rangesS.map((rangeS) => Math.round(rangeS * 1000));
  return {
    name: `storm_${index}`,
    tenant,
    startMs: Math.round(storm.startS * 1000),
    ...arrivals(storm.ratePerSecond, storm.forS),
    rangesMs,
  };
}

function arrivals(ratePerSecond: number, forS: number): Pick<Arrivals, "forMs" | "periodNs" | "planned"> {
  const periodNs = Math.max(1, Math.round(1e9 / ratePerSecond));
  const planned = Math.max(1, Math.ceil(ratePerSecond * forS - 1e-6));
  return { forMs: Math.round(forS * 1000), periodNs, planned };
}

/** When arrival n of a scenario that began at `beganMs` is due: the open model's intended start. */
export function dueMs(beganMs: number, periodNs: number, arrival: number): number {
  return beganMs + (arrival * periodNs) / 1e6;
}

/** What push n of a step carries: a stream of its own, and entries that no other push of the tenant's flood carries. */
export function pushOf(
  step: FloodStep,
  arrival: number,
): { readonly stream: number; readonly firstSequence: number } {
  const number = step.firstPush + arrival;
  return {
    stream: number % step.streams,
    firstSequence: Math.floor(number / step.streams) * step.linesPerPush,
  };
}

/** How long the whole load lasts. */
export function loadMs(tenants: TenantLoads): number {
  const ends = [...floodSteps(tenants), ...stormRuns(tenants)].map(({ startMs, forMs }) => startMs + forMs);
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
