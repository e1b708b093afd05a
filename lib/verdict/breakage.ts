import { exitCodes } from "../base/errors.ts";
import type { Breakage } from "../plan/breakage-schema.ts";
import type { CheckResult } from "./check.ts";
import { matchesCheck } from "./match-check.ts";
import type { RunVerdict } from "./merge.ts";
import type { RunResult } from "./result.ts";

/**
 * The difference between a run with a breakage (a deliberate fault of the stack) and the checks that should fail. All
 * three lists are empty if the run failed exactly as it should.
 */
export interface BreakageJudgement {
  /**
   * Entries of mustRed that no failed check matches: the breakage (a deliberate fault) was not detected. An unknown
   * check does not count as red.
   */
  readonly missed: readonly string[];
  /** Failed checks that the breakage (a deliberate fault) lists neither in mustRed nor in mayRed. */
  readonly falseAlarms: readonly string[];
  /**
   * Unknown checks that the breakage (a deliberate fault) lists neither in mustRed nor in mayRed. They are no false
   * alarms, but they were not judged either.
   */
  readonly unsettled: readonly string[];
}

/**
 * Compares a run's checks with the breakage (a deliberate fault) of its stack. An entry of the breakage's lists may end
 * in `*`.
 */
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

type Judged = Pick<CheckResult, "id" | "outcome">;

/** Summarizes for `result.json` whether a run failed the checks that its breakage (a deliberate fault) lists. */
export function summarizeBreakage(
  breakage: Pick<Breakage, "mustRed" | "mayRed">,
  checks: readonly Judged[],
): NonNullable<RunResult["breakageShown"]> {
  const { missed, falseAlarms } = judgeBreakage(breakage, checks);
  const outcomesOf = (pattern: string): readonly string[] =>
    checks.filter(({ id }) => matchesCheck(pattern, id)).map(({ outcome }) => outcome);
  return {
    expected: breakage.mustRed.length,
    missed: missed.map((check) => ({ check, outcome: outcomesOf(check).join(", ") || "not run" })),
    unexpected: [...falseAlarms],
  };
}

/**
 * Returns a sentence on a run with a breakage (a deliberate fault), such as "2 of 2 expected checks are red, nothing
 * else".
 */
export function describeBreakage({
  expected,
  missed,
  unexpected,
}: NonNullable<RunResult["breakageShown"]>): string {
  const red = `${expected - missed.length} of ${expected} expected checks ${expected === 1 ? "is" : "are"} red`;
  const silent = missed.map(({ check, outcome }) => `${check} is not (${outcome})`);
  const others = unexpected.length === 0 ? "nothing else" : `unexpected: ${unexpected.join(", ")}`;
  return [red, ...silent, others].join(", ");
}

/**
 * Returns the verdict of a run that was broken on purpose. If a check that must be red is not red, the breakage (the
 * deliberate fault) had no effect or lokiproof missed it. Both cases say nothing about Loki, so the verdict is unknown.
 */
export function withBreakage(verdict: RunVerdict, shown: RunResult["breakageShown"]): RunVerdict {
  if (shown === undefined || shown.missed.length === 0) return verdict;
  const reason = `broken on purpose, and the breakage did not show: ${describeBreakage(shown)}`;
  return { verdict: "unknown", exitCode: exitCodes.unknown, reason };
}
