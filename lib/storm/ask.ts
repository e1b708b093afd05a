import type { LineFormat } from "../traffic/line-id.ts";

/** `|=`, `!=` and `|~` on the text of a line; the regular expressions are of a form that Go and JavaScript read alike. */
export interface LineFilter {
  readonly op: "|=" | "!=" | "|~";
  readonly text: string;
}

/** A comparison with a parsed field: numbers with numbers, `=` with text. A line without the field is left out. */
export interface FieldFilter {
  readonly field: string;
  readonly op: ">=" | ">" | "=";
  readonly value: number | string;
}

/** Which lines a query looks at. */
export interface Pipeline {
  /** Only streams of one service, whose lines have this form. */
  readonly format?: LineFormat;
  readonly filters?: readonly LineFilter[];
  readonly parser?: "logfmt" | "json";
  readonly where?: FieldFilter;
}

/** Each function of a range vector that is asked for. */
export type Aggregation =
  | { readonly fn: "count_over_time" | "rate" | "bytes_rate" }
  | { readonly fn: "quantile_over_time"; readonly quantile: number; readonly unwrap: string };

/** What a query asks, apart from when and for whom: enough to write it in LogQL, and to say what the answer must be. */
export type Ask =
  | {
      readonly kind: "metric";
      readonly of: Pipeline;
      readonly aggregation: Aggregation;
      /** Labels of the stream, `detected_level`, or parsed fields. */
      readonly by: readonly string[];
      readonly top?: number;
      /** One value for the whole range, as an alert asks; otherwise a value a step. */
      readonly instant?: boolean;
    }
  | { readonly kind: "lines"; readonly of: Pipeline; readonly limit: number }
  | { readonly kind: "label-values"; readonly label: string }
  | { readonly kind: "series" }
  | { readonly kind: "volume"; readonly label: string }
  | { readonly kind: "stats" };

export type MetricAsk = Extract<Ask, { kind: "metric" }>;

/** Loki puts the level that it finds in a line beside it, under this name (pkg/distributor/field_detection.go, 3.7.8). */
export const detectedLevel = "detected_level";
