import type { CheckResult } from "../verdict/check.ts";
import type { Outcome } from "../verdict/outcome.ts";

/** The order of outcomes for a reader: failures first. */
export const byUrgency: readonly Outcome[] = ["fail", "unknown", "skip", "pass"];

/** Sorts checks by urgency; checks with the same outcome keep their order. */
export function orderChecks(checks: readonly CheckResult[]): readonly CheckResult[] {
  return byUrgency.flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
}
