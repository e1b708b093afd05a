import { basename } from "node:path";
import type { CheckResult } from "../verdict/check.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import type { Figure } from "./figures.ts";
import type { Announced, Judged, SuiteMessage } from "./messages.ts";

/** The result of all suites: each check once, and the figures that the checks noted. */
export interface JudgedChecks {
  readonly checks: readonly CheckResult[];
  readonly figures: readonly Figure[];
  /** The files of the run that each check read, by the check's id. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** A suite file whose process ended before all of the file's checks were judged, and why. */
export interface Breakdown {
  readonly file: string;
  readonly why: string;
}

/** The plan's lists of checks, as patterns of check ids. */
export interface WantedChecks {
  readonly required: readonly string[];
  /** Checks whose feature the plan switches off. They are skipped, even if they are also required. */
  readonly switchedOff: readonly string[];
}

interface Heard {
  readonly messages: readonly SuiteMessage[];
  readonly breakdowns: readonly Breakdown[];
  /** All suite files that were supposed to run. */
  readonly files: readonly string[];
}

/**
 * Turns the messages of the suites into checks. Nothing is lost silently: a file that did not load, has no check,
 * crashed or was never reached becomes an unknown check. An announced check that was not judged is also unknown. Two
 * checks of the same name become one, which is fail if one of the two failed, otherwise unknown.
 */
export function collectChecks(heard: Heard, wanted: WantedChecks): JudgedChecks {
  const judged = heard.files.flatMap((file) => checksOfFile(file, heard));
  const checks = requireAll(withoutTwins(judged), wanted);
  const figures = heard.messages.flatMap((message) => (message.kind === "judged" ? message.figures : []));
  const reads = heard.messages.flatMap((one) => (one.kind === "judged" ? [[one.check.id, one.reads]] : []));
  return { checks, figures, reads: Object.fromEntries(reads) };
}

/** Returns an unknown check for something that could not be judged. */
export function unknownCheck(name: Announced, message: string): Judged {
  return { ...name, outcome: "unknown", message, durationMs: 0 };
}

function checksOfFile(file: string, heard: Heard): readonly Judged[] {
  const said = heard.messages.filter((message) => message.file === file);
  const judged = said.flatMap((message) => (message.kind === "judged" ? [message.check] : []));
  const announced = said.flatMap((message) => (message.kind === "loaded" ? message.checks : []));
  const why = whyNotDone(file, said, heard.breakdowns);
  if (why === undefined) return judged;
  const ids = new Set(judged.map((check) => check.id));
  const unjudged = announced.filter(({ id }) => !ids.has(id)).map((name) => unknownCheck(name, why));
  return [...judged, ...unjudged, unknownCheck(nameOfFile(file), why)];
}

function whyNotDone(
  file: string,
  said: readonly SuiteMessage[],
  breakdowns: readonly Breakdown[],
): string | undefined {
  const broken = breakdowns.find((breakdown) => breakdown.file === file);
  if (broken !== undefined) return broken.why;
  const done = said.find((message) => message.kind === "done");
  return done === undefined ? "the suite file was not run" : done.why;
}

function nameOfFile(file: string): Announced {
  const suite = basename(file).replace(/\.suite\.ts$/, "");
  return { id: `${suite}.suite-file`, suite, title: `${basename(file)} loads, runs and ends` };
}

function withoutTwins(checks: readonly Judged[]): readonly Judged[] {
  const byId = Map.groupBy(checks, (check) => check.id);
  return [...byId].flatMap(([id, twins]) => {
    const [first, ...others] = twins;
    if (first === undefined) return [];
    if (others.length === 0) return [first];
    const failed = twins.find((twin) => twin.outcome === "fail");
    return [
      failed ??
        unknownCheck(first, `${twins.length} checks are called ${id}: a check's name must be its own`),
    ];
  });
}

function requireAll(checks: readonly Judged[], wanted: WantedChecks): readonly CheckResult[] {
  const judged = checks.map((check) => applyRequired(check, wanted));
  const absent = wanted.required.filter(
    (pattern) => !checks.some((check) => matchesCheck(pattern, check.id)),
  );
  const missing = absent.map((pattern) => ({
    ...unknownCheck(
      { id: pattern, suite: "required", title: "a required check was judged" },
      `no suite has a check ${pattern}`,
    ),
    required: true,
  }));
  return [...judged, ...missing];
}

function applyRequired(check: Judged, { required: patterns, switchedOff }: WantedChecks): CheckResult {
  const isMeant = (pattern: string): boolean => matchesCheck(pattern, check.id);
  const required = patterns.some(isMeant) && !switchedOff.some(isMeant);
  if (!required || check.outcome !== "skip") return { ...check, required };
  return {
    ...check,
    required,
    outcome: "unknown",
    message: `required, but skipped: ${check.message ?? "no reason"}`,
  };
}
