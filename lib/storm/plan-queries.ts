import { type HistoryLayout, historyEndMs, historyEndsBeforeMs } from "../history/history-layout.ts";
import { type QueryTemplate, type QueryWeights, queryTemplates } from "../plan/query-templates.ts";
import { mix } from "../traffic/line-id.ts";
import type { Ask } from "./ask.ts";
import { logqlOf } from "./logql.ts";
import { type Endpoint, type PlannedQuery, vectorSOf, type Window } from "./planned-query.ts";
import { type Template, templates } from "./templates.ts";
import { turnsOf } from "./turns.ts";

export interface QueryMix {
  readonly runId: string;
  readonly rangesMs: readonly number[];
  readonly weights?: QueryWeights | undefined;
  /**
   * A tenant's history and the run that wrote it. It is only set if the history is completely readable, so that
   * expected answers are known.
   */
  readonly history?: { readonly runId: string; readonly layout: HistoryLayout } | undefined;
}

export type QueryPlanner = (arrival: number, nowMs: number) => PlannedQuery;

/**
 * Returns a function that returns a storm's nth query, to be sent at `nowMs`. The function gives the same result for
 * the same arguments, in k6 and in Node. It chooses templates by their weights. Each template cycles through the ranges
 * and alternates between cache-friendly and cache-busting queries.
 */
export function queryPlanner(mixed: QueryMix): QueryPlanner {
  const turns = turnsOf(mixed.weights ?? queryTemplates);
  return (arrival, nowMs) => {
    const turn = turns.at(arrival);
    const rangeMs = mixed.rangesMs[(Math.floor(turn.nth / 2) + turn.index) % mixed.rangesMs.length] ?? 0;
    const cache = (turn.nth + turn.index) % 2 === 0 ? "friendly" : "busting";
    return planned(mixed, turn.template, { arrival, nowMs, rangeMs, cache });
  };
}

interface Chosen {
  readonly arrival: number;
  readonly nowMs: number;
  readonly rangeMs: number;
  readonly cache: PlannedQuery["cache"];
}

function planned(mixed: QueryMix, template: QueryTemplate, chosen: Chosen): PlannedQuery {
  const { ask, over } = templates[template];
  const history = over === "history" ? mixed.history : undefined;
  const window = windowOf(templates[template], chosen, history?.layout);
  const vectorS = vectorSOf(ask, chosen.rangeMs, window);
  const asked = history === undefined ? mixed : ({ runId: history.runId, source: "history" } as const);
  const query = logqlOf(ask, asked, vectorS);
  return {
    template,
    ask,
    known: history !== undefined && ask.kind !== "stats",
    ...requestOf(ask, query, window),
    query,
    rangeMs: chosen.rangeMs,
    vectorS,
    window,
    cache: chosen.cache,
  };
}

/** Returns a query's step, in whole seconds. About 60 points fit into the query's range, as in a dashboard. */
function stepOf(rangeMs: number): number {
  return Math.max(1, Math.ceil(rangeMs / 60_000));
}

/** The number of past time ranges that the cache-friendly queries share. */
const places = 4;

/**
 * Returns a query's time range. Queries of dashboards and alerts look back from now; queries of people look at any time
 * in the history. If the range is short, every query looks into the history, because the history ends an hour before
 * the run.
 */
function windowOf({ who, ask }: Template, chosen: Chosen, history: HistoryLayout | undefined): Window {
  const { rangeMs, cache, arrival } = chosen;
  const stepS = stepOf(rangeMs);
  let endMs = Math.floor(chosen.nowMs);
  if (history !== undefined && (who === "person" || rangeMs < 2 * historyEndsBeforeMs)) {
    const roomMs = Math.max(0, historyEndMs(history) - history.startMs - rangeMs);
    const place = mix(arrival, rangeMs) >>> 0;
    const share = cache === "friendly" ? (place % places) / (places - 1) : (place % 9973) / 9973;
    endMs = history.startMs + rangeMs + Math.floor(roomMs * share);
  }
  const toStep = (ms: number): number => Math.floor(ms / (stepS * 1000)) * stepS * 1000;
  // The range is aligned to whole steps, because all frontends then evaluate the same range. Otherwise a frontend
  // rounds the start down and the end up. If `align_queries_with_step` is on, as in the chart, it rounds the end down
  // too, and it then does so for log queries as well (queryrangebase/step_align.go, queryrange/splitters.go, 3.7.8).
  if (ask.kind === "lines" || (ask.kind === "metric" && ask.instant !== true)) {
    return { startMs: toStep(endMs - rangeMs), endMs: toStep(endMs), stepS };
  }
  if (cache === "friendly") endMs = toStep(endMs);
  return { startMs: endMs - rangeMs, endMs, stepS };
}

const paths: Readonly<Record<Exclude<Endpoint, "label-values">, string>> = {
  query: "/loki/api/v1/query",
  query_range: "/loki/api/v1/query_range",
  series: "/loki/api/v1/series",
  volume: "/loki/api/v1/index/volume",
  stats: "/loki/api/v1/index/stats",
};

/**
 * The limit of a volume query. It equals Loki's default for the maximum number of label values (`volume_max_series`).
 */
const volumeLimit = 1000;

/** Returns the HTTP request for a query of the storm in a time range. */
export function requestOf(
  ask: Ask,
  query: string,
  at: Window,
): Pick<PlannedQuery, "endpoint" | "path" | "params"> {
  const span = { start: `${at.startMs}000000`, end: `${at.endMs}000000` };
  switch (ask.kind) {
    case "metric":
      if (ask.instant === true) return request("query", { query, time: span.end });
      return request("query_range", { query, ...span, step: `${at.stepS}s` });
    case "lines":
      return request("query_range", { query, ...span, step: `${at.stepS}s`, limit: ask.limit });
    case "label-values":
      return {
        endpoint: "label-values",
        path: `/loki/api/v1/label/${ask.label}/values`,
        params: { query, ...span },
      };
    case "series":
      return request("series", { "match[]": query, ...span });
    case "volume":
      return request("volume", { query, ...span, targetLabels: ask.label, limit: volumeLimit });
    default:
      return request("stats", { query, ...span });
  }
}

function request(
  endpoint: keyof typeof paths,
  params: PlannedQuery["params"],
): Pick<PlannedQuery, "endpoint" | "path" | "params"> {
  return { endpoint, path: paths[endpoint], params };
}
