import { describeError } from "../base/errors.ts";
import type { JudgedChecks } from "../judge/collect-checks.ts";
import type { CopiedSuite } from "../judge/copy-suites.ts";
import { checksOfSuites } from "../judge/hold-to-manifest.ts";
import { judge } from "../judge/run-suites.ts";
import { buildResult } from "../report/build-result.ts";
import { writeReports } from "../report/write-reports.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeManifest } from "../run-folder/write-manifest.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunFacts } from "../verdict/run-facts.ts";
import { lokiproofVersion } from "./versions.ts";

/** The timeout for judging a run: long enough for the slowest suites, short enough for a person who pressed Ctrl-C. */
const judgeMs = 120_000;

export interface Conclusion {
  /** Returns the run's own facts. Called when everything except the reports is done. */
  readonly facts: () => RunFacts;
  readonly problem: (text: string) => void;
  /** The suite files that were copied into the run, and the source of each. */
  readonly suites: readonly CopiedSuite[];
  /** Aborts the judging. An interrupted run is still judged, so it passes no signal. */
  readonly signal?: AbortSignal;
}

/** Ends a run: judges the saved records, writes the manifest of all its files, then writes every report. */
export async function conclude(runDir: string, run: Conclusion): Promise<RunResult> {
  const judged = await judgeOrNothing(runDir, run);
  await writeRecord(runDir, runFiles.harness, { maxRssBytes: process.resourceUsage().maxRSS * 1024 });
  const facts = run.facts();
  await writeRecord(runDir, runFiles.facts, { ...facts, manifest: 1 });
  const manifestSha256 = await writeManifest(runDir, {
    runId: facts.runId,
    lokiproof: lokiproofVersion,
    schemas: { plan: 1, result: facts.schemaVersion },
    suites: [...run.suites],
    checks: [...checksOfSuites(judged.checks)],
  });
  const result = buildResult(runDir, facts, { ...judged, manifestSha256 });
  await writeReports(runDir, result);
  return result;
}

async function judgeOrNothing(runDir: string, run: Conclusion): Promise<JudgedChecks> {
  try {
    const timeout = AbortSignal.timeout(judgeMs);
    return await judge(runDir, { signal: AbortSignal.any([timeout, run.signal ?? timeout]) });
  } catch (error) {
    run.signal?.throwIfAborted();
    run.problem(`the records could not be judged: ${describeError(error)}`);
    return { checks: [], figures: [], reads: {} };
  }
}
