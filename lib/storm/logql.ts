import { runSelector, serviceOf } from "../traffic/stream-labels.ts";
import type { Ask, FieldFilter, LineFilter, MetricAsk, Pipeline } from "./ask.ts";

/** The run whose streams a query selects; with `source`, only the streams of the run's history. */
export interface Asked {
  readonly runId: string;
  readonly source?: "history";
}

/**
 * Returns a planned query in LogQL; for a look-up of labels or series, its selector. `rangeS` is the length of its
 * range vectors in seconds.
 */
export function logqlOf(ask: Ask, asked: Asked, rangeS: number): string {
  if (ask.kind === "metric") return metric(ask, asked, rangeS);
  if (ask.kind === "lines") return `${selectorOf(ask.of, asked)}${stagesOf(ask.of)}`;
  return selectorOf({}, asked);
}

function selectorOf({ format }: Pipeline, { runId, source }: Asked): string {
  const matchers = [
    ...(source === undefined ? [] : [`source="${source}"`]),
    ...(format === undefined ? [] : [`service="${serviceOf[format]}"`]),
  ];
  return runSelector(runId, ...matchers);
}

/**
 * Returns the pipeline stages of a LogQL query. Lines that a parser or comparison cannot handle are dropped, because in
 * a metric query one such line would fail the whole query.
 */
function stagesOf({ filters = [], parser, where }: Pipeline, unwrap?: string): string {
  const stages = [
    ...filters.map(({ op, text }: LineFilter) => `${op} \`${text}\``),
    ...(parser === undefined ? [] : [`| ${parser}`]),
    ...(where === undefined ? [] : [`| ${comparison(where)}`]),
    ...(unwrap === undefined ? [] : [`| unwrap ${unwrap}`]),
    ...(parser === undefined ? [] : ['| __error__=""']),
  ];
  return stages.map((stage) => ` ${stage}`).join("");
}

function comparison({ field, op, value }: FieldFilter): string {
  return `${field}${op}${typeof value === "string" ? JSON.stringify(value) : value}`;
}

function metric({ of, aggregation, by, top }: MetricAsk, asked: Asked, rangeS: number): string {
  const selector = selectorOf(of, asked);
  const labels = by.join(", ");
  if (aggregation.fn === "quantile_over_time") {
    const { quantile, unwrap } = aggregation;
    return `quantile_over_time(${quantile}, ${selector}${stagesOf(of, unwrap)} [${rangeS}s]) by (${labels})`;
  }
  const sum = `sum by (${labels}) (${aggregation.fn}(${selector}${stagesOf(of)} [${rangeS}s]))`;
  return top === undefined ? sum : `topk(${top}, ${sum})`;
}
