import { type ExitCode, exitCodes } from "../base/errors.ts";
import type { CheckResult } from "./check.ts";
import type { Outcome, Verdict } from "./outcome.ts";

/** The verdict of a complete run. `reason` says in one sentence what the verdict is based on. */
export interface RunVerdict {
  readonly verdict: Verdict;
  readonly exitCode: ExitCode;
  readonly reason: string;
}

type Judged = Pick<CheckResult, "id" | "outcome" | "required">;

/**
 * Returns a run's verdict. It is pass only if a check passed, none failed or is unknown, no required check was skipped
 * and the run itself had no problem. A failed check wins over unknown ones, because Loki is known to be wrong. The
 * order of checks and problems does not matter.
 */
export function verdictOf(checks: readonly Judged[], problems: readonly string[]): RunVerdict {
  const byOutcome = Object.groupBy(checks, (check) => check.outcome);
  const { pass = [], fail = [], unknown = [], skip = [] } = byOutcome;
  const requiredSkips = skip.filter((check) => check.required);
  if (fail.length > 0) return come("fail", `${countOf(fail, "check")} failed: ${names(fail)}`);
  if (unknown.length > 0)
    return come("unknown", `${countOf(unknown, "check")} could not be judged: ${names(unknown)}`);
  if (requiredSkips.length > 0) return come("unknown", `required, but skipped: ${names(requiredSkips)}`);
  if (problems.length > 0)
    return come("unknown", `the run itself had ${countOf(problems, "problem")}: ${first(problems)}`);
  if (pass.length === 0) return come("unknown", "no check passed: nothing was proven");
  return come(
    "pass",
    `all ${countOf(pass, "check")} passed${skip.length > 0 ? `, ${skip.length} skipped` : ""}`,
  );
}

/** Returns the number of checks with each outcome. */
export function countOutcomes(
  checks: readonly Pick<CheckResult, "outcome">[],
): Readonly<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { fail: 0, unknown: 0, skip: 0, pass: 0 };
  for (const { outcome } of checks) counts[outcome] += 1;
  return counts;
}

function come(verdict: Verdict, reason: string): RunVerdict {
  return { verdict, exitCode: exitCodes[verdict], reason };
}

function countOf(things: readonly unknown[], noun: string): string {
  return `${things.length} ${noun}${things.length === 1 ? "" : "s"}`;
}

function first(problems: readonly string[]): string {
  return problems.toSorted()[0] ?? "";
}

const namesShown = 5;

function names(checks: readonly Judged[]): string {
  const ids = checks.map(({ id }) => id).toSorted();
  const more = ids.length - namesShown;
  return ids.slice(0, namesShown).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
