import { basename } from "node:path";
import type { CheckResult } from "../verdict/check.ts";
import { matchesCheck } from "../verdict/match-check.ts";
import type { Figure } from "./figures.ts";
import type { Announced, Judged, SuiteMessage } from "./messages.ts";

/** What the suites came to: every check once, and the figures noted beside them. */
export interface JudgedChecks {
  readonly checks: readonly CheckResult[];
  readonly figures: readonly Figure[];
  /** The files of the run that each check rests on, by the check's id. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** How the process that ran a file went down before it was done with it. */
export interface Breakdown {
  readonly file: string;
  readonly why: string;
}

/** What the plan says of checks, by patterns of their ids. */
export interface WantedChecks {
  readonly required: readonly string[];
  /** Those whose feature is switched off: they are skipped, also where they are required. */
  readonly switchedOff: readonly string[];
}

interface Heard {
  readonly messages: readonly SuiteMessage[];
  readonly breakdowns: readonly Breakdown[];
  /** Every suite file that was to be run. */
  readonly files: readonly string[];
}

/**
 * Turns what the suites said into checks, never into silence: a file that did not load, held no check, crashed or was
 * never reached, a check that was announced and not judged, and two checks of one name are all unknown.
 */
export function collectChecks(heard: Heard, wanted: WantedChecks): JudgedChecks {
  const judged = heard.files.flatMap((file) => checksOfFile(file, heard));
  const checks = requireAll(withoutTwins(judged), wanted);
  const figures = heard.messages.flatMap((message) => (message.kind === "judged" ? message.figures : []));
  const reads = heard.messages.flatMap((one) => (one.kind === "judged" ? [[one.check.id, one.reads]] : []));
  return { checks, figures, reads: Object.fromEntries(reads) };
}

/** A check that stands for something the judge could not do. */
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
