import { exitCodes } from "../base/errors.ts";
import type { Breakage } from "../plan/breakage-schema.ts";
import type { CheckResult } from "./check.ts";
import { matchesCheck } from "./match-check.ts";
import type { RunVerdict } from "./merge.ts";
import type { RunResult } from "./result.ts";

/**
 * The difference between a run with a breakage and what the breakage promises. All three lists are empty if there is
 * none.
 */
export interface BreakageJudgement {
  /**
   * Entries of mustRed that no failed check matches: the breakage was not detected. An unknown check does not count as
   * red.
   */
  readonly missed: readonly string[];
  /** Failed checks that neither mustRed nor mayRed lists. */
  readonly falseAlarms: readonly string[];
  /** Unknown checks that neither mustRed nor mayRed lists: not false alarms, but not judged either. */
  readonly unsettled: readonly string[];
}

/** Compares a run's checks with the breakage that was applied to its stack. An entry may end in `*`. */
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

/** Summarizes for `result.json` whether a run showed what its breakage promises. */
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

/** Returns a sentence such as "2 of 2 expected checks are red, nothing else". */
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
 * Returns the verdict of a run that was broken on purpose. If a check that must be red is not red, the breakage had no
 * effect or lokiproof missed it. Neither says anything about Loki, so the verdict is unknown.
 */
export function withBreakage(verdict: RunVerdict, shown: RunResult["breakageShown"]): RunVerdict {
  if (shown === undefined || shown.missed.length === 0) return verdict;
  const reason = `broken on purpose, and the breakage did not show: ${describeBreakage(shown)}`;
  return { verdict: "unknown", exitCode: exitCodes.unknown, reason };
}
