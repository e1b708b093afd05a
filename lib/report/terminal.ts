import { join } from "node:path";
import { styleText } from "node:util";
import { ownCommand } from "../base/own-command.ts";
import { shellWords } from "../base/shell-words.ts";
import { cleanText } from "../output/clean.ts";
import { lookMark } from "../run-folder/look-at.ts";
import { describeBreakage } from "../verdict/breakage.ts";
import type { CheckResult } from "../verdict/check.ts";
import { countOutcomes } from "../verdict/merge.ts";
import type { Outcome } from "../verdict/outcome.ts";
import type { RunResult } from "../verdict/result.ts";
import { formatDuration } from "./units.ts";

type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

const looks = {
  fail: { colour: "red", word: "FAIL" },
  unknown: { colour: "yellow", word: "UNKNOWN" },
  skip: { colour: "gray", word: "SKIP" },
  pass: { colour: "green", word: "PASS" },
} as const;

/**
 * Returns the summary that a person sees at the end of a run: failed checks, unknown checks, the counts, the path of
 * the report, and the command that repeats the run. Ends without a newline.
 */
export function terminalSummary(
  result: RunResult,
  runDir: string,
  colour: boolean = wantsColour(),
  reportDir: string = runDir,
): string {
  const paint: Paint = (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text);
  const of = (outcome: Outcome): readonly CheckResult[] =>
    result.checks.filter((check) => check.outcome === outcome);
  return [
    "",
    ...[...of("fail"), ...of("unknown")].flatMap((check) => describeCheck(check, paint)),
    ...result.problems.map((problem) => `${paint("yellow", "problem")}  ${plain(problem)}`),
    ...(result.problems.length > 0 ? [""] : []),
    verdictLine(result, paint),
    ...brokenLine(result),
    countsLine(result),
    ...droppedLine(result),
    "",
    `report  ${plain(join(reportDir, "index.html"))}`,
    `again   ${plain(result.replay)}`,
    `judge   ${ownCommand(["judge", runDir])}`,
    ...lookLine(result, runDir),
  ].join("\n");
}

/**
 * Returns whether to use colours: decided by NO_COLOR, CLICOLOR_FORCE and FORCE_COLOR in this order, else by whether
 * stdout is a terminal with colours.
 */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>> = process.env,
  isTerminal: boolean = process.stdout.isTTY,
): boolean {
  if (isSet(env["NO_COLOR"])) return false;
  const forced = [env["CLICOLOR_FORCE"], env["FORCE_COLOR"]].some((value) => isSet(value) && value !== "0");
  return forced || (isTerminal && env["TERM"] !== "dumb");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

function describeCheck(check: CheckResult, paint: Paint): readonly string[] {
  const { colour, word } = looks[check.outcome];
  return [
    `${paint(["bold", colour], word.padEnd(7))}  ${paint("bold", plain(check.id))}  ${plain(check.title)}`,
    ...indented(check.message),
    ...labelled("expected", check.expected),
    ...labelled("observed", check.observed),
    "",
  ];
}

function labelled(label: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const [first = "", ...rest] = plain(value).split("\n");
  return [`         ${label}  ${first}`, ...rest.map((line) => `                   ${line}`)];
}

function indented(message: string | undefined): readonly string[] {
  return message === undefined
    ? []
    : plain(message)
        .split("\n")
        .map((line) => `         ${line}`);
}

function verdictLine(result: RunResult, paint: Paint): string {
  const { colour, word } = looks[result.verdict];
  return `${paint(["bold", "inverse", colour], ` ${word} `)}  ${plain(result.reason)}`;
}

function brokenLine({ breakage, breakageShown }: RunResult): readonly string[] {
  if (breakage === undefined) return [];
  const shown = breakageShown === undefined ? "" : `: ${describeBreakage(breakageShown)}`;
  return [plain(`broken on purpose by ${breakage}${shown}`)];
}

function countsLine(result: RunResult): string {
  const counts = countOutcomes(result.checks);
  const shown = (["pass", "fail", "unknown", "skip"] as const).map(
    (outcome) => `${counts[outcome]} ${outcome}`,
  );
  const took = Date.parse(result.endedAt) - Date.parse(result.startedAt);
  return `${result.checks.length} checks: ${shown.join(", ")}; ${plain(result.scenario)}, seed ${result.seed}, ${formatDuration(took)}`;
}

/**
 * Returns a line on changing to the run's folder before using the commands in messages. Those commands name files
 * relative to the folder, so that they still work after the run is moved.
 */
function lookLine({ checks }: RunResult, runDir: string): readonly string[] {
  const hasLook = checks.some(({ outcome, message }) => outcome !== "pass" && message?.includes(lookMark));
  return hasLook
    ? [`look    ${shellWords(["cd", runDir])}   # the commands after "look:" are for this folder`]
    : [];
}

/**
 * Returns a line with only the number of dropped settings. The warnings before the run named each dropped setting, and
 * so do the reports.
 */
function droppedLine({ dropped = [] }: RunResult): readonly string[] {
  if (dropped.length === 0) return [];
  return [
    `${dropped.length} settings of yours were left out of the stack; the report names each with the reason`,
  ];
}

/** Cleans text from Loki or a suite, so that it cannot control the terminal. */
function plain(text: string): string {
  return cleanText(text).replaceAll("\t", "  ");
}
