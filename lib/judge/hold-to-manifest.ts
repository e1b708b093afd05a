import type { Damage } from "../run-folder/find-damage.ts";
import type { CheckResult } from "../verdict/check.ts";
import type { JudgedChecks } from "./collect-checks.ts";

/** What is known of a saved run before its checks are judged again. */
export interface Condition {
  /** Files that are not as the run left them. */
  readonly damage: readonly Damage[];
  /** What else keeps the run from being judged as it was: a suite that is not there. */
  readonly lacking: readonly string[];
  /** What a reader must know, and what changes no verdict. */
  readonly notes: readonly string[];
  /** The checks that the run had; undefined if that is not known. */
  readonly checks: readonly string[] | undefined;
  /** Checks that the run did not have come from a later lokiproof, and not from a suite that the user gave now. */
  readonly toleratesNew: boolean;
}

/** The checks that suites made; a check that stands for a file, a pattern or the judging itself is not one of them. */
export function checksOfSuites(checks: readonly CheckResult[]): readonly string[] {
  return checks
    .filter(({ id, suite }) => !["required", "judge"].includes(suite) && !id.endsWith(".suite-file"))
    .map(({ id }) => id);
}

/**
 * Holds checks that were judged again to what the run was: a check that rests on a damaged file is unknown whatever it
 * came to, so that Loki is never blamed for it; a check that the run had and that is gone is unknown; a check that the run
 * did not have, and for which its records say nothing, is a skip.
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

/** A suite of a later lokiproof asks for records that an earlier one did not leave. */
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
