import type { QueryTemplate } from "../plan/query-templates.ts";
import { type Ask, detectedLevel } from "./ask.ts";

export interface Template {
  /**
   * The sender of the query. Dashboards look back from now and repeat their queries, alerts evaluate at one moment, and
   * people look at any time in the past.
   */
  readonly who: "dashboard" | "alert" | "person";
  /**
   * The lines that the query covers. "history": only lines written before the load, so the expected answer is known
   * from the seed. "live": also lines of the load, which arrive while queries run.
   */
  readonly over: "history" | "live";
  readonly ask: Ask;
}

const limit = 100;

/** The content of each query template. */
export const templates: Readonly<Record<QueryTemplate, Template>> = {
  "count-by-level": {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of: {}, aggregation: { fn: "count_over_time" }, by: [detectedLevel] },
  },
  "rate-by-service": {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of: {}, aggregation: { fn: "rate" }, by: ["service"] },
  },
  "bytes-by-cluster": {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of: {}, aggregation: { fn: "bytes_rate" }, by: ["cluster"] },
  },
  "topk-pods": {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of: {}, aggregation: { fn: "count_over_time" }, by: ["pod"], top: 3 },
  },
  "logfmt-status": statusOf("logfmt"),
  "json-status": statusOf("json"),
  "logfmt-quantile": quantileOf("logfmt", "pod"),
  "json-quantile": quantileOf("json", "service"),
  "alert-errors": {
    who: "alert",
    over: "history",
    ask: {
      kind: "metric",
      of: { filters: [{ op: "|=", text: "error" }] },
      aggregation: { fn: "rate" },
      by: ["service"],
      instant: true,
    },
  },
  "alert-slow": {
    who: "alert",
    over: "history",
    ask: {
      kind: "metric",
      of: { format: "logfmt", parser: "logfmt", where: { field: "ms", op: ">", value: 1000 } },
      aggregation: { fn: "count_over_time" },
      by: ["pod"],
      instant: true,
    },
  },
  "filter-errors": found({ filters: [{ op: "|=", text: "error" }] }),
  "filter-excluded": found({
    filters: [
      { op: "!=", text: "info" },
      { op: "!=", text: "debug" },
    ],
  }),
  "filter-regex": found({ filters: [{ op: "|~", text: '(status=|"status":)50[0-3]' }] }),
  "logfmt-slow": found({
    format: "logfmt",
    parser: "logfmt",
    where: { field: "ms", op: ">=", value: 1500 },
  }),
  "json-errors": found({
    format: "json",
    parser: "json",
    where: { field: "level", op: "=", value: "error" },
  }),
  labels: { who: "dashboard", over: "history", ask: { kind: "label-values", label: "pod" } },
  series: { who: "person", over: "history", ask: { kind: "series" } },
  volume: { who: "person", over: "history", ask: { kind: "volume", label: "pod" } },
  stats: { who: "person", over: "history", ask: { kind: "stats" } },
  "live-rate": {
    who: "dashboard",
    over: "live",
    ask: { kind: "metric", of: {}, aggregation: { fn: "rate" }, by: ["service"] },
  },
  "live-errors": { who: "person", over: "live", ask: found({ filters: [{ op: "|=", text: "error" }] }).ask },
  "live-alert": {
    who: "alert",
    over: "live",
    ask: {
      kind: "metric",
      of: { filters: [{ op: "|=", text: "error" }] },
      aggregation: { fn: "count_over_time" },
      by: ["service"],
      instant: true,
    },
  },
};

function statusOf(format: "logfmt" | "json"): Template {
  const of = { format, parser: format, where: { field: "status", op: ">=", value: 400 } } as const;
  return {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of, aggregation: { fn: "count_over_time" }, by: ["status"] },
  };
}

function quantileOf(format: "logfmt" | "json", by: string): Template {
  const aggregation = { fn: "quantile_over_time", quantile: 0.99, unwrap: "ms" } as const;
  return {
    who: "dashboard",
    over: "history",
    ask: { kind: "metric", of: { format, parser: format }, aggregation, by: [by] },
  };
}

function found(of: Extract<Ask, { kind: "lines" }>["of"]): Template {
  return { who: "person", over: "history", ask: { kind: "lines", of, limit } };
}
