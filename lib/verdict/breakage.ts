import type { Breakage } from "../scenario/breakage-schema.ts";
import type { CheckResult } from "./check.ts";
import { matchesCheck } from "./match-check.ts";

/** How a run with a breakage differs from what the breakage promises; all three empty when it holds. */
export interface BreakageJudgement {
  /** Entries of mustRed that no failed check answers to: the breakage went unseen. Unknown is not red. */
  readonly missed: readonly string[];
  /** Failed checks that are in neither list. */
  readonly falseAlarms: readonly string[];
  /** Unknown checks that are in neither list: not an alarm, but not a judgement either. */
  readonly unsettled: readonly string[];
}

/** Holds a run's checks against the breakage that was layered over its stack. An entry may end in `*`. */
export function judgeBreakage(
  breakage: Pick<Breakage, "mustRed" | "mayRed">,
  checks: readonly Pick<CheckResult, "id" | "outcome">[],
): BreakageJudgement {
  const idsOf = (outcome: CheckResult["outcome"]): readonly string[] =>
    checks.filter((check) => check.outcome === outcome).map(({ id }) => id);
  const listed = [...breakage.mustRed, ...breakage.mayRed];
  const unlisted = (id: string): boolean => !listed.some((pattern) => matchesCheck(pattern, id));
  const red = idsOf("fail");
  return {
    missed: breakage.mustRed.filter((pattern) => !red.some((id) => matchesCheck(pattern, id))),
    falseAlarms: red.filter(unlisted),
    unsettled: idsOf("unknown").filter(unlisted),
  };
}
