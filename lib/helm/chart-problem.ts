/**
 * A problem with chart values, found before anything starts. "refused": the chart or Loki would not start.
 * "misbehaves": Loki would start, but not do what the values intend. "warning": the user might intend it.
 */
export interface ChartProblem {
  readonly kind: "refused" | "misbehaves" | "warning";
  /** The path of the chart value with the problem, or of the setting in Loki's config. */
  readonly at: string;
  readonly what: string;
  /** The value that the user can write to solve the problem. */
  readonly instead: string;
}
