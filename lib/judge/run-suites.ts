import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describeError } from "../base/errors.ts";
import { switchedOff } from "../promises/switched-off.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { suitesLog } from "../run-folder/report-files.ts";
import { runFiles, runFolders } from "../run-folder/run-files.ts";
import {
  type Breakdown,
  collectChecks,
  type JudgedChecks,
  unknownCheck,
  type WantedChecks,
} from "./collect-checks.ts";
import type { SuiteMessage } from "./messages.ts";
import { runSuiteProcess } from "./suite-process.ts";

export interface JudgeOptions {
  readonly signal: AbortSignal;
  /**
   * The suites to run; default: those in the run's folder. Suites are code and might be foreign: see
   * lib/judge/choose-saved-suites.ts.
   */
  readonly suites?: readonly string[];
  /** The file for the output of the suites; default: in the run's folder. */
  readonly log?: string;
  /**
   * The longest time without a message from the suites' process; default: 60 s. After this time, the check that hangs
   * is unknown.
   */
  readonly silenceMs?: number;
  readonly testTimeoutMs?: number;
}

/**
 * Judges a run: runs mocha on `<runDir>/suites/*.suite.ts` in another process, with the saved records. Everything that
 * keeps a check from being judged becomes an unknown check, and so does a run without suites. Rejects only on abort.
 * Judging again gives the same result.
 */
export async function judge(runDir: string, options: JudgeOptions): Promise<JudgedChecks> {
  const dir = resolve(runDir);
  const wanted = wantedChecks(dir);
  if (typeof wanted === "string") return cannotJudge("plan", wanted);
  const files = options.suites ?? (await suiteFiles(dir));
  if (files.length === 0) return cannotJudge("suites", `no *.suite.ts under ${join(dir, runFolders.suites)}`);
  const log = options.log ?? join(dir, suitesLog);
  await rm(log, { force: true });
  const messages: SuiteMessage[] = [];
  const breakdowns: Breakdown[] = [];
  let left: readonly string[] = files;
  while (left.length > 0) {
    const how = await runSuiteProcess(left, (message) => messages.push(message), {
      runDir: dir,
      log,
      silenceMs: options.silenceMs ?? 60_000,
      testTimeoutMs: options.testTimeoutMs ?? 30_000,
      signal: options.signal,
    });
    const next = afterProcess(left, messages, how);
    breakdowns.push(...next.breakdowns);
    left = next.left;
  }
  return collectChecks({ messages, breakdowns, files }, wanted);
}

/**
 * Finds the suite file that was running when the process ended early, and the files after it. The file that was running
 * is not run again; the files after it run in a new process.
 */
function afterProcess(
  files: readonly string[],
  messages: readonly SuiteMessage[],
  how: string,
): { readonly breakdowns: readonly Breakdown[]; readonly left: readonly string[] } {
  const done = new Set(messages.flatMap((message) => (message.kind === "done" ? [message.file] : [])));
  const [culprit, ...left] = files.filter((file) => !done.has(file));
  if (culprit === undefined) return { breakdowns: [], left: [] };
  return { breakdowns: [{ file: culprit, why: `the suites' process ${how}` }], left };
}

function cannotJudge(what: string, why: string): JudgedChecks {
  const check = unknownCheck(
    { id: `judge.${what}`, suite: "judge", title: `the run's ${what} can be read` },
    why,
  );
  return { checks: [{ ...check, required: true }], figures: [], reads: {} };
}

function wantedChecks(dir: string): WantedChecks | string {
  try {
    const plan = readStrictly(dir, runFiles.plan);
    return { required: plan.required, switchedOff: switchedOff(plan).flatMap(({ checks }) => checks) };
  } catch (error) {
    return describeError(error);
  }
}

async function suiteFiles(dir: string): Promise<readonly string[]> {
  const suites = join(dir, runFolders.suites);
  const names = await readdir(suites).catch(() => []);
  return names
    .filter((name) => name.endsWith(".suite.ts"))
    .sort()
    .map((name) => join(suites, name));
}
