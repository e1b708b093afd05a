import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chooseSavedSuites } from "../judge/choose-saved-suites.ts";
import type { JudgedChecks } from "../judge/collect-checks.ts";
import { type Condition, checksOfSuites, holdToManifest } from "../judge/hold-to-manifest.ts";
import { judge } from "../judge/run-suites.ts";
import { writeWhole } from "../output/write-whole.ts";
import { buildResult } from "../report/build-result.ts";
import { writeReports } from "../report/write-reports.ts";
import { suitesLog } from "../run-folder/report-files.ts";
import { requireWritable } from "../run-folder/require-writable.ts";
import type { RunResult } from "../verdict/result.ts";
import { type ExaminedRun, examineSavedRun } from "./examine-saved-run.ts";

export interface JudgeAgainOptions {
  readonly signal: AbortSignal;
  /**
   * The user's suites, files or folders. They replace the run's suites of the same names; suites with other names are
   * added.
   */
  readonly suites?: readonly string[];
  /** Whether to trust and run the suites in the run's folder as they are. */
  readonly trustSuites?: boolean;
  /** The folder for the new reports; default: the run's folder. */
  readonly out?: string;
  /** Whether to replace the run's reports even if the old reports are better. */
  readonly force?: boolean;
}

export interface JudgedAgain {
  readonly result: RunResult;
  /** The folder into which the new reports were written. */
  readonly reportDir: string;
  /** Why the reports in the run's folder were not replaced; absent if they were. */
  readonly left?: string;
}

/**
 * Judges a saved run again and writes new reports. The new reports overwrite the old ones only if the run's folder is
 * unchanged and no check that the old result judged is left unjudged now. Otherwise they go to a new folder,
 * `<run>-judged/<time>`. `options.out` names another folder; `options.force` always overwrites. Throws usageError if
 * the run cannot be judged.
 */
export async function judgeAgain(folder: string, options: JudgeAgainOptions): Promise<JudgedAgain> {
  const run = await examineSavedRun(folder);
  await requireWritable(options.out ?? run.dir);
  await using scratch = await scratchFolder();
  const log = join(scratch.dir, suitesLog);
  const judged = await judgeHeld(run, options, log);
  const { facts, manifestSha256 } = run;
  const result = buildResult(run.dir, facts, { ...judged, manifestSha256 });
  const left = options.out === undefined && options.force !== true ? whyLeft(run, result) : undefined;
  const reportDir = resolve(options.out ?? (left === undefined ? run.dir : nextTo(run.dir)));
  await writeReports(reportDir, result);
  const printed = await readFile(log, "utf8").catch(() => "");
  if (printed !== "") await writeWhole(join(reportDir, suitesLog), printed);
  return { result, reportDir, ...(left === undefined ? {} : { left }) };
}

async function judgeHeld(run: ExaminedRun, options: JudgeAgainOptions, log: string): Promise<JudgedChecks> {
  const { manifest, damage, plan, report } = run;
  const userSuites = options.suites ?? [];
  const trust = options.trustSuites === true;
  const chosen = await chooseSavedSuites({ runDir: run.dir, plan, manifest, userSuites, trust });
  const judged = await judge(run.dir, { signal: options.signal, suites: chosen.files, log });
  const condition: Condition = {
    damage,
    lacking: chosen.lacking,
    notes: [...withoutManifest(run), ...chosen.notes],
    checks: manifest?.checks ?? (report && checksOfSuites(report.checks)),
    toleratesNew: manifest !== undefined && userSuites.length === 0,
  };
  return holdToManifest(judged, condition);
}

function withoutManifest({ manifest, damage }: ExaminedRun): readonly string[] {
  if (manifest !== undefined || damage.length > 0) return [];
  return [
    "the run has no manifest (it is from before lokiproof wrote one): what is missing or altered is not known",
  ];
}

function whyLeft({ damage, report, hasReport }: ExaminedRun, result: RunResult): string | undefined {
  if (!hasReport) return undefined;
  if (damage.length > 0) return "the folder is not as the run left it";
  if (report === undefined) return "its result.json cannot be read";
  const judgedNow = new Set(result.checks.filter(isJudged).map(({ id }) => id));
  const lost = report.checks.filter((check) => isJudged(check) && !judgedNow.has(check.id));
  return lost.length === 0 ? undefined : `it judged ${lost.length} checks that are not judged now`;
}

function isJudged({ outcome }: RunResult["checks"][number]): boolean {
  return outcome === "pass" || outcome === "fail";
}

function nextTo(runDir: string): string {
  const time = new Date()
    .toISOString()
    .replaceAll(/[-:]/g, "")
    .replace(/\.\d+Z$/, "Z");
  return join(`${runDir}-judged`, time);
}

async function scratchFolder(): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await mkdtemp(join(tmpdir(), "lokiproof-judge-"));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}
