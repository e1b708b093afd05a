import { describeError } from "../base/errors.ts";
import { judge } from "../judge/run-suites.ts";
import { buildResult } from "../report/build-result.ts";
import { writeReports } from "../report/write-reports.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunLog } from "./run-log.ts";

/** Long enough for the slowest judge, short enough for a person who pressed Ctrl-C. */
const judgeMs = 120_000;

/** Judges the saved records, writes every report, and returns the result. */
export async function conclude(runDir: string, log: RunLog): Promise<RunResult> {
  const judged = await judgeOrNothing(runDir, log);
  await writeRecord(runDir, runFiles.facts, log.facts());
  await writeRecord(runDir, runFiles.harness, { maxRssBytes: process.resourceUsage().maxRSS * 1024 });
  const result = buildResult(runDir, log.facts(), judged);
  await writeReports(runDir, result);
  return result;
}

async function judgeOrNothing(runDir: string, log: RunLog): ReturnType<typeof judge> {
  try {
    return await judge(runDir, { signal: AbortSignal.timeout(judgeMs) });
  } catch (error) {
    log.problem(`the records could not be judged: ${describeError(error)}`);
    return { checks: [], figures: [] };
  }
}
