import { entriesUpTo } from "../history/history-layout.ts";
import type { Point } from "./answer.ts";
import type { MetricAsk } from "./ask.ts";
import { type GroupedLines, groupedLines } from "./grouped-lines.ts";
import { type HistoryLines, lowerBound } from "./history-lines.ts";
import type { PlannedQuery } from "./planned-query.ts";

/**
 * Returns the expected series of a metric query over a history, with only the timestamps at which Loki returns a value.
 */
export function expectMetric(
  ask: MetricAsk,
  { vectorS, window }: Pick<PlannedQuery, "vectorS" | "window">,
  history: HistoryLines,
): ReadonlyMap<string, readonly Point[]> {
  const lines = history.find(ask.of).flatMap((found) => groupedLines(found, ask));
  const series = new Map<string, readonly Point[]>();
  for (const [name, streams] of Map.groupBy(lines, (one) => one.series)) {
    const points = momentsOf(ask, window).flatMap((atMs): readonly Point[] => {
      const vector = rangeVector(streams, history, { fromMs: atMs - vectorS * 1000, toMs: atMs });
      return vector.count === 0 ? [] : [[atMs / 1000, valueOf(ask, vector, vectorS)]];
    });
    if (points.length > 0) series.set(name, points);
  }
  return series;
}

/**
 * Returns the timestamps at which Loki evaluates a query. For a range query, a query-frontend rounds the start down to
 * a multiple of the step, and the end up (pkg/querier/queryrange/splitters.go, alignStartEnd, 3.7.8).
 */
export function momentsOf(
  ask: MetricAsk,
  { startMs, endMs, stepS }: PlannedQuery["window"],
): readonly number[] {
  if (ask.instant === true) return [endMs];
  const stepMs = stepS * 1000;
  const first = Math.floor(startMs / stepMs);
  const last = Math.ceil(endMs / stepMs);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * stepMs);
}

interface RangeVector {
  readonly count: number;
  readonly bytes: number;
  readonly values: readonly number[];
}

/** Returns the lines in (fromMs, toMs] of all streams that a series combines. */
function rangeVector(
  streams: readonly GroupedLines[],
  { layout }: HistoryLines,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): RangeVector {
  const parts = streams.map(({ stream, sequences, bytesBefore, values }) => {
    const first = lowerBound(sequences, entriesUpTo(layout, stream, fromMs));
    const end = lowerBound(sequences, entriesUpTo(layout, stream, toMs));
    const bytes = (bytesBefore[end] ?? 0) - (bytesBefore[first] ?? 0);
    return { count: end - first, bytes, values: values.slice(first, end) };
  });
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    values: parts.flatMap(({ values }) => values),
  };
}

function valueOf({ aggregation }: MetricAsk, { count, bytes, values }: RangeVector, vectorS: number): number {
  switch (aggregation.fn) {
    case "count_over_time":
      return count;
    case "rate":
      return count / vectorS;
    case "bytes_rate":
      return bytes / vectorS;
    default:
      return quantileOf(values, aggregation.quantile);
  }
}

/**
 * Returns a quantile, interpolated between the two nearest values as Loki does (pkg/logql/range_vector.go, Quantile,
 * 3.7.8).
 */
function quantileOf(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = quantile * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] ?? Number.NaN) * (1 - weight) + (sorted[upper] ?? Number.NaN) * weight;
}
