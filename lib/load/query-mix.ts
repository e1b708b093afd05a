import { type HistoryLayout, historyCount, type StormRun } from "./schedule.ts";
import { runSelector, serviceOf } from "./stream-labels.ts";

/** One query of the storm, before it is sent. */
export interface PlannedQuery {
  readonly template: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The LogQL of it, or the selector of a look-up. */
  readonly query: string;
  readonly rangeMs: number;
  readonly noCache: boolean;
  /** What the sum of all its values must be, where the seed says so. */
  readonly expected?: number;
}

export interface QueryMix {
  readonly runId: string;
  readonly rangesMs: StormRun["rangesMs"];
  /** Only when all of it was acknowledged: then its counts are known. */
  readonly history?: HistoryLayout | undefined;
}

interface Window {
  readonly runId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepS: number;
}

type Template = readonly [
  name: string,
  plan: (window: Window) => Omit<PlannedQuery, "template" | "rangeMs" | "noCache">,
];

/** What dashboards and people on call ask; all through the paths that a query-frontend serves. */
const templates: readonly Template[] = [
  [
    "count-by-level",
    (at) => matrix(at, `sum by (detected_level) (count_over_time(${runSelector(at.runId)}[${at.stepS}s]))`),
  ],
  ["filter-errors", (at) => logs(at, `${runSelector(at.runId)} |= "error"`)],
  ["rate-by-service", (at) => matrix(at, `sum by (service) (rate(${runSelector(at.runId)}[${at.stepS}s]))`)],
  ["logfmt-status", (at) => matrix(at, parsed(at, serviceOf.logfmt, "logfmt"))],
  ["json-status", (at) => matrix(at, parsed(at, serviceOf.json, "json"))],
  [
    "topk-pods",
    (at) => matrix(at, `topk(3, sum by (pod) (count_over_time(${runSelector(at.runId)}[${at.stepS}s])))`),
  ],
  ["labels", (at) => lookUp(at, "/loki/api/v1/label/service/values", "query")],
  ["series", (at) => lookUp(at, "/loki/api/v1/series", "match[]")],
];

/**
 * The storm's query number `arrival`: templates in turn, each round over the next of the ranges, every other round past
 * the results cache. With a history, one template more counts a part of it that the seed knows.
 */
export function queryAt(mix: QueryMix, arrival: number, nowMs: number): PlannedQuery {
  const count = templates.length + (mix.history === undefined ? 0 : 1);
  const round = Math.floor(arrival / count);
  const rangeMs = mix.rangesMs[(arrival + round) % mix.rangesMs.length] ?? 0;
  const noCache = round % 2 === 0;
  const template = templates[arrival % count];
  if (template === undefined && mix.history !== undefined)
    return historyQuery(mix, mix.history, { rangeMs, noCache });
  const [name, plan] = template ?? templates[0] ?? neverEmpty();
  const endMs = Math.floor(nowMs);
  return {
    template: name,
    rangeMs,
    noCache,
    ...plan({ runId: mix.runId, startMs: endMs - rangeMs, endMs, stepS: stepOf(rangeMs) }),
  };
}

/** Non-overlapping buckets from the start of the history on: their sum is a count that the layout gives. */
function historyQuery(
  { runId }: QueryMix,
  history: HistoryLayout,
  options: { readonly rangeMs: number; readonly noCache: boolean },
): PlannedQuery {
  const stepS = stepOf(options.rangeMs);
  const fromMs = Math.floor(history.startMs / 1000 / stepS) * stepS * 1000;
  const buckets = Math.max(1, Math.ceil(options.rangeMs / 1000 / stepS));
  const endMs = fromMs + buckets * stepS * 1000;
  const query = `sum(count_over_time(${runSelector(runId, 'source="history"')}[${stepS}s]))`;
  const window = { runId, startMs: fromMs + stepS * 1000, endMs, stepS };
  const expected = historyCount(history, fromMs, endMs);
  return { template: "count-history", ...options, ...matrix(window, query), expected };
}

function neverEmpty(): never {
  throw new Error("the query mix has no templates");
}

/** About 60 points, as a dashboard asks for; whole seconds. */
function stepOf(rangeMs: number): number {
  return Math.max(1, Math.ceil(rangeMs / 60_000));
}

function parsed({ runId, stepS }: Window, service: string, parser: string): string {
  const selector = runSelector(runId, `service="${service}"`);
  return `sum by (status) (count_over_time(${selector} | ${parser} | status >= 400 [${stepS}s]))`;
}

function matrix(
  { startMs, endMs, stepS }: Window,
  query: string,
): Pick<PlannedQuery, "path" | "params" | "query"> {
  const params = { query, start: ns(startMs), end: ns(endMs), step: `${stepS}s` };
  return { path: "/loki/api/v1/query_range", params, query };
}

function logs({ startMs, endMs }: Window, query: string): Pick<PlannedQuery, "path" | "params" | "query"> {
  const params = { query, start: ns(startMs), end: ns(endMs), limit: 100 };
  return { path: "/loki/api/v1/query_range", params, query };
}

function lookUp(
  at: Window,
  path: string,
  parameter: string,
): Pick<PlannedQuery, "path" | "params" | "query"> {
  const query = runSelector(at.runId);
  return { path, params: { [parameter]: query, start: ns(at.startMs), end: ns(at.endMs) }, query };
}

function ns(ms: number): string {
  return `${ms}000000`;
}
