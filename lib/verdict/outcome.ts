/** The outcomes of a single check. A run's verdict is one of these, except "skip". */
export const outcomes = ["pass", "skip", "unknown", "fail"] as const;
export type Outcome = (typeof outcomes)[number];
export type Verdict = Exclude<Outcome, "skip">;
