import type { Damage } from "../run-folder/find-damage.ts";
import type { CheckResult } from "../verdict/check.ts";
import type { JudgedChecks } from "./collect-checks.ts";

/** The state of a saved run, as known before its checks are judged again. */
export interface Condition {
  /** Files of a saved run that differ from what the run wrote. */
  readonly damage: readonly Damage[];
  /** Suites of the saved run that are missing or cannot run now, and why. */
  readonly lacking: readonly string[];
  /** Remarks for the reader of the report; they do not change the verdict. */
  readonly notes: readonly string[];
  /** The ids of the checks that the saved run had; undefined if not known. */
  readonly checks: readonly string[] | undefined;
  /** True if checks that the saved run lacks come from a later lokiproof, not from a suite that the user gave now. */
  readonly toleratesNew: boolean;
}

/** Returns the ids of the checks of suites, without the checks that stand for a file, a pattern or the judge itself. */
export function checksOfSuites(checks: readonly CheckResult[]): readonly string[] {
  return checks
    .filter(({ id, suite }) => !["required", "judge"].includes(suite) && !id.endsWith(".suite-file"))
    .map(({ id }) => id);
}

/**
 * Compares newly judged checks with the saved run. A check that read a damaged file becomes unknown whatever its
 * outcome, so that Loki is never blamed for damage. A check that the run had and that is now missing is unknown. A
 * check that the run did not have is skipped if it is unknown, because the run left no records for the check.
 */
export function holdToManifest(judged: JudgedChecks, condition: Condition): JudgedChecks {
  const { damage, lacking, notes, checks: had } = condition;
  const isNew = ({ id, required }: CheckResult): boolean =>
    condition.toleratesNew && !required && had?.includes(id) === false;
  const held = judged.checks
    .map((check) => distrust(check, judged.reads, damage))
    .map((check) => (isNew(check) ? asNew(check) : check));
  const gone = (had ?? []).filter((id) => !judged.checks.some((check) => check.id === id));
  return {
    ...judged,
    checks: [
      ...held,
      ...gone.map((id) => standIn(id, "the run judged this check, and it is gone: see judge.suites")),
      ...evidenceCheck(damage),
      ...suitesCheck(lacking, gone),
      ...notes.map(noteCheck),
    ],
  };
}

function distrust(check: CheckResult, reads: JudgedChecks["reads"], damage: readonly Damage[]): CheckResult {
  const [hurt] = damage.filter(({ path }) => reads[check.id]?.includes(path) === true);
  if (hurt === undefined || check.outcome === "skip") return check;
  const { expected: _, observed: __, ...rest } = check;
  const was = check.message === undefined ? "" : ` (it came to ${check.outcome}: ${check.message})`;
  return { ...rest, outcome: "unknown", message: `it rests on ${hurt.path}, but ${hurt.why}${was}` };
}

/**
 * Turns a new check from unknown into skip: a later lokiproof's suite needs records that an earlier lokiproof did not
 * write.
 */
function asNew(check: CheckResult): CheckResult {
  if (check.outcome !== "unknown") return check;
  return { ...check, outcome: "skip", message: `the run did not have this check: ${check.message ?? ""}` };
}

function standIn(id: string, message: string): CheckResult {
  const suite = id.split(".")[0] ?? id;
  return {
    id,
    suite,
    title: "a check that the run had",
    outcome: "unknown",
    required: true,
    message,
    durationMs: 0,
  };
}

const shown = 20;

function evidenceCheck(damage: readonly Damage[]): readonly CheckResult[] {
  if (damage.length === 0) return [];
  const lines = damage.slice(0, shown).map(({ path, why }) => `${path}: ${why}`);
  if (damage.length > shown) lines.push(`and ${damage.length - shown} more`);
  return [
    { ...standIn("judge.evidence", lines.join("\n")), title: "the run's files are as the run left them" },
  ];
}

function suitesCheck(lacking: readonly string[], gone: readonly string[]): readonly CheckResult[] {
  const why =
    gone.length === 0
      ? []
      : [`${gone.length} checks that the run had are gone: ${gone.slice(0, shown).join(", ")}`];
  const all = [...lacking, ...why];
  if (all.length === 0) return [];
  return [
    { ...standIn("judge.suites", all.join("\n")), title: "the run is judged by the suites that it had" },
  ];
}

function noteCheck(message: string, index: number): CheckResult {
  const title = "what to know of this judgement";
  return { ...standIn(`judge.note-${index + 1}`, message), title, outcome: "skip", required: false };
}
