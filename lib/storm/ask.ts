import type { LineFormat } from "../traffic/line-id.ts";

/**
 * A filter `|=`, `!=` or `|~` on the text of a line. Its regular expressions mean the same in Go and in JavaScript.
 */
export interface LineFilter {
  readonly op: "|=" | "!=" | "|~";
  readonly text: string;
}

/**
 * A comparison with a parsed field: `>=` and `>` compare numbers, `=` compares text. A line without the field does
 * not match.
 */
export interface FieldFilter {
  readonly field: string;
  readonly op: ">=" | ">" | "=";
  readonly value: number | string;
}

/** The part of a query that selects lines. */
export interface Pipeline {
  /** Selects only the streams of the service whose lines have this format. */
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
 * The content of a query without its time and tenant: enough to write it in LogQL and to derive the expected answer.
 */
export type Ask =
  | {
      readonly kind: "metric";
      readonly of: Pipeline;
      readonly aggregation: Aggregation;
      /** Stream labels, `detected_level`, or parsed fields. */
      readonly by: readonly string[];
      readonly top?: number;
      /** True for one value over the whole range, as an alert queries it; otherwise one value per step. */
      readonly instant?: boolean;
    }
  | { readonly kind: "lines"; readonly of: Pipeline; readonly limit: number }
  | { readonly kind: "label-values"; readonly label: string }
  | { readonly kind: "series" }
  | { readonly kind: "volume"; readonly label: string }
  | { readonly kind: "stats" };

export type MetricAsk = Extract<Ask, { kind: "metric" }>;

/**
 * Name under which Loki stores the level that it detects in a line, next to the line
 * (pkg/distributor/field_detection.go, 3.7.8).
 */
export const detectedLevel = "detected_level";
