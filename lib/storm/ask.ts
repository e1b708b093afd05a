import type { LineFormat } from "../traffic/line-id.ts";

/** A line filter `|=`, `!=` or `|~` of a LogQL query. Its regular expressions mean the same in Go and in JavaScript. */
export interface LineFilter {
  readonly op: "|=" | "!=" | "|~";
  readonly text: string;
}

/**
 * A comparison of a parsed field in a LogQL query: `>=` and `>` compare numbers, `=` compares text. A line without the
 * field does not match.
 */
export interface FieldFilter {
  readonly field: string;
  readonly op: ">=" | ">" | "=";
  readonly value: number | string;
}

/** The part of a LogQL query that selects lines. */
export interface Pipeline {
  /** If set, the query selects only the streams of one service, whose lines have this format. */
  readonly format?: LineFormat;
  readonly filters?: readonly LineFilter[];
  readonly parser?: "logfmt" | "json";
  readonly where?: FieldFilter;
}

/** The range vector function of a metric query. */
export type Aggregation =
  | { readonly fn: "count_over_time" | "rate" | "bytes_rate" }
  | { readonly fn: "quantile_over_time"; readonly quantile: number; readonly unwrap: string };

/**
 * The content of a query without its time and tenant, from which lokiproof writes the LogQL and derives the expected
 * answer.
 */
export type Ask =
  | {
      readonly kind: "metric";
      readonly of: Pipeline;
      readonly aggregation: Aggregation;
      /** The names that a metric query groups by: stream labels, `detected_level`, or parsed fields. */
      readonly by: readonly string[];
      readonly top?: number;
      /**
       * True for a query for one value over the whole range, as an alert sends it; otherwise the query returns one
       * value per step.
       */
      readonly instant?: boolean;
    }
  | { readonly kind: "lines"; readonly of: Pipeline; readonly limit: number }
  | { readonly kind: "label-values"; readonly label: string }
  | { readonly kind: "series" }
  | { readonly kind: "volume"; readonly label: string }
  | { readonly kind: "stats" };

export type MetricAsk = Extract<Ask, { kind: "metric" }>;

/**
 * The name of the structured metadata in which Loki stores the level that it detects in a line
 * (pkg/distributor/field_detection.go, 3.7.8).
 */
export const detectedLevel = "detected_level";
