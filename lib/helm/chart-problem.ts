/**
 * A problem with chart values, found before anything starts. "refused": the chart or Loki would not start.
 * "misbehaves": it would start, but not do what the values mean. "warning": it may be intended.
 */
export interface ChartProblem {
  readonly kind: "refused" | "misbehaves" | "warning";
  /** The path of the value, or of the setting in Loki's config. */
  readonly at: string;
  readonly what: string;
  /** The value to write instead. */
  readonly instead: string;
}
