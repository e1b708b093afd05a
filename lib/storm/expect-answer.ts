import { entriesBefore, entryNs } from "../history/history-layout.ts";
import {
  type Answer,
  type Digest,
  type Entry,
  linesPart,
  metricPart,
  namesPart,
  type Point,
  seriesName,
  topPart,
} from "./answer.ts";
import type { Ask, MetricAsk } from "./ask.ts";
import { expectMetric } from "./expect-metric.ts";
import { type FoundLines, type HistoryLines, lowerBound } from "./history-lines.ts";
import type { PlannedQuery, Window } from "./planned-query.ts";
import { unitOf } from "./reduce-answer.ts";

/**
 * Returns the expected answer to a planned query over a completely readable history. Returns undefined if the answer
 * cannot be known, for one of two reasons. The query is not about the history. Or it looks up labels or series over a
 * range in which some stream has no line: an index knows only chunks, and Loki chooses their bounds.
 */
export function expectAnswer(
  planned: Pick<PlannedQuery, "known" | "ask" | "vectorS" | "window">,
  history: HistoryLines,
  digest: Digest,
): Answer | undefined {
  if (!planned.known) return undefined;
  const { ask, vectorS, window } = planned;
  switch (ask.kind) {
    case "metric":
      return metricAnswer(
        ask,
        { unit: unitOf(ask, vectorS), series: expectMetric(ask, planned, history) },
        digest,
      );
    case "lines":
      return { lines: linesPart(lastLines(ask, history, window), digest) };
    case "label-values":
    case "volume":
      return namesOf(history, window, { digest, name: (labels) => labels[ask.label] ?? "" });
    case "series":
      return namesOf(history, window, { digest, name: seriesName });
    default:
      return undefined;
  }
}

interface ExpectedSeries {
  readonly unit: number;
  readonly series: ReadonlyMap<string, readonly Point[]>;
}

/**
 * Reduces the series of a metric query for comparison. For a top list, `series` can have more series than the list
 * shows.
 */
export function metricAnswer(ask: MetricAsk, { unit, series }: ExpectedSeries, digest: Digest): Answer {
  if (ask.top === undefined) {
    return Object.fromEntries([...series].map(([name, points]) => [name, metricPart(points, unit, digest)]));
  }
  return { top: topPart(highest([...series.values()], ask.top), { top: ask.top, unit }, digest) };
}

/** Returns the highest `top` values at every timestamp. */
function highest(series: readonly (readonly Point[])[], top: number): readonly (readonly Point[])[] {
  const byTime = Map.groupBy(series.flat(), ([atS]) => atS);
  return [...byTime.values()].map((points) => [...points].sort(([, a], [, b]) => b - a).slice(0, top));
}

/** Returns the lines with a timestamp in [start, end), the latest first, up to the query's limit. */
function lastLines(
  { of, limit }: Extract<Ask, { kind: "lines" }>,
  history: HistoryLines,
  window: Window,
): readonly Entry[] {
  const entries = history.find(of).flatMap((found) => lastOf(found, history, { limit, window }));
  return entries.sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, limit);
}

function lastOf(
  { stream, sequences }: FoundLines,
  history: HistoryLines,
  { limit, window }: { readonly limit: number; readonly window: Window },
): readonly Entry[] {
  const { layout } = history;
  const from = lowerBound(sequences, entriesBefore(layout, stream, window.startMs));
  const to = lowerBound(sequences, entriesBefore(layout, stream, window.endMs));
  return sequences
    .slice(Math.max(from, to - limit), to)
    .map((sequence) => [entryNs(layout, stream, sequence), history.line(stream, sequence)]);
}

/** Returns the name of every stream of the history; undefined unless every stream has a line in [start, end). */
function namesOf(
  history: HistoryLines,
  { startMs, endMs }: Window,
  options: { readonly digest: Digest; readonly name: (labels: ReturnType<HistoryLines["labels"]>) => string },
): Answer | undefined {
  const { layout } = history;
  const streams = history.streams();
  const empty = streams.some(
    (stream) => entriesBefore(layout, stream, endMs) <= entriesBefore(layout, stream, startMs),
  );
  if (empty) return undefined;
  const names = streams.map((stream) => options.name(history.labels(stream)));
  return { names: namesPart([...new Set(names)], options.digest) };
}
