/** What a single check came to, and with "skip" left out, what a whole run came to. */
export const outcomes = ["pass", "skip", "unknown", "fail"] as const;
export type Outcome = (typeof outcomes)[number];
export type Verdict = Exclude<Outcome, "skip">;
