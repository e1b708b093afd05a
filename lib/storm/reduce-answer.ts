import {
  type Answer,
  type Digest,
  linesPart,
  metricPart,
  namesPart,
  type Point,
  seriesName,
  topPart,
} from "./answer.ts";
import type { MetricAsk } from "./ask.ts";
import type { PlannedQuery } from "./planned-query.ts";

type Labels = Readonly<Record<string, string>>;

/** The part of a Loki reply that lokiproof reads. The contents are checked when the answer is reduced. */
export interface Reply {
  readonly data?: unknown;
}

interface Series {
  readonly metric?: Labels;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number | string, string])[];
}

export interface Reduced {
  /** The number of series, streams or names in the reply. */
  readonly results: number;
  readonly answer: Answer;
}

/**
 * Reduces Loki's 200 reply to a planned query for comparison. Throws TypeError if the reply does not have the form that
 * the query calls for.
 */
export function reduceAnswer(
  { ask, vectorS }: Pick<PlannedQuery, "ask" | "vectorS">,
  { data }: Reply,
  digest: Digest,
): Reduced {
  switch (ask.kind) {
    case "metric":
      return reduceMetric(ask, vectorS, { series: resultOf(data), digest });
    case "lines": {
      const streams = resultOf(data);
      const entries = streams.flatMap(({ values = [] }) =>
        values.map(([ns, line]) => [String(ns), line] as const),
      );
      return { results: streams.length, answer: { lines: linesPart(entries, digest) } };
    }
    case "label-values":
      return names(arrayOf(data ?? []).map(String), digest);
    case "series":
      return names(arrayOf(data).map(seriesNameOf), digest);
    case "volume":
      return names(
        resultOf(data).map(({ metric = {} }) => metric[ask.label] ?? ""),
        digest,
      );
    default:
      return { results: 1, answer: {} };
  }
}

function names(found: readonly string[], digest: Digest): Reduced {
  return { results: found.length, answer: { names: namesPart(found, digest) } };
}

/** A label that Loki itself adds, derived from `service` or similar labels (pkg/loghttp/push/push.go, 3.7.8). */
const addedLabel = "service_name";

function seriesNameOf(labels: unknown): string {
  const pairs = Object.entries(labels ?? {}).filter(([name]) => name !== addedLabel);
  return seriesName(Object.fromEntries(pairs));
}

/**
 * Returns the factor by which a metric query's values are multiplied before comparison. For a rate, it is the length of
 * the range, so that the product is a count of lines or bytes.
 */
export function unitOf({ aggregation }: MetricAsk, vectorS: number): number {
  return aggregation.fn === "rate" || aggregation.fn === "bytes_rate" ? vectorS : 1;
}

function reduceMetric(
  ask: MetricAsk,
  vectorS: number,
  { series, digest }: { readonly series: readonly Series[]; readonly digest: Digest },
): Reduced {
  const unit = unitOf(ask, vectorS);
  const results = series.length;
  if (ask.top !== undefined) {
    return { results, answer: { top: topPart(series.map(pointsOf), { top: ask.top, unit }, digest) } };
  }
  const parts = series.map(
    (one) => [seriesName(one.metric ?? {}), metricPart(pointsOf(one), unit, digest)] as const,
  );
  return { results, answer: Object.fromEntries(parts) };
}

function pointsOf({ value, values }: Series): readonly Point[] {
  return (values ?? (value === undefined ? [] : [value])).map(([at, text]) => [Number(at), Number(text)]);
}

function resultOf(data: unknown): readonly Series[] {
  const { result }: { readonly result?: readonly Series[] } = data ?? {};
  arrayOf(result);
  return result ?? [];
}

function arrayOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`expected a list, got ${JSON.stringify(value)?.slice(0, 100)}`);
}
