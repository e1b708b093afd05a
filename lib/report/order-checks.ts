import type { CheckResult } from "../verdict/check.ts";
import type { Outcome } from "../verdict/outcome.ts";

/** The order in which a reader wants them: what is wrong first. */
export const byUrgency: readonly Outcome[] = ["fail", "unknown", "skip", "pass"];

/** The checks by urgency; within one outcome as the suites gave them. */
export function orderChecks(checks: readonly CheckResult[]): readonly CheckResult[] {
  return byUrgency.flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
}
