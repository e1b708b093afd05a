/**
 * What is wrong with values, known before anything is started. refused: the chart or Loki would not start; misbehaves:
 * it would, and not do what the values mean; warning: it may be meant.
 */
export interface ChartProblem {
  readonly kind: "refused" | "misbehaves" | "warning";
  /** Where: a path of the values, or of Loki's config. */
  readonly at: string;
  readonly what: string;
  /** What to write instead. */
  readonly instead: string;
}
