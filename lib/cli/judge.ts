import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { describeError, usageError } from "../base/errors.ts";
import { judge } from "../judge/run-suites.ts";
import { buildResult } from "../report/build-result.ts";
import { terminalSummary } from "../report/terminal.ts";
import { writeReports } from "../report/write-reports.ts";
import type { RunResult } from "../verdict/result.ts";
import { type RunFacts, runFacts } from "../verdict/run-facts.ts";
import { abortOnInterrupt } from "./interrupt.ts";

/** `lokiproof judge DIR`: the same verdict again, from what a run saved; exits as the run did. */
export function judgeCommand(): Command {
  return new Command("judge")
    .description("judge a saved run again, offline, by the suites saved with it, and rewrite its reports")
    .argument("<dir>", "a run's folder, such as reports/<run-id>")
    .action(async (dir: string) => {
      const result = await judgeAgain(dir, abortOnInterrupt());
      process.stdout.write(`${terminalSummary(result, dir)}\n`);
      process.exitCode = result.exitCode;
    });
}

/** Judges a saved run and rewrites its reports. A folder that is not a run's is a usage error. */
export async function judgeAgain(dir: string, signal: AbortSignal): Promise<RunResult> {
  const runDir = resolve(dir);
  const facts = await readFacts(runDir);
  const result = buildResult(runDir, facts, await judge(runDir, { signal }));
  await writeReports(runDir, result);
  return result;
}

async function readFacts(runDir: string): Promise<RunFacts> {
  const file = join(runDir, "records", "run.json");
  const hint = "give the folder of a run that ended: ls reports/";
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw usageError(`${runDir} is not a run's folder: ${describeError(cause)}`, {
      code: "NOT_A_RUN",
      hint,
      cause,
    });
  });
  const parsed = runFacts.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw usageError(`${file} is not what a run leaves:\n${z.prettifyError(parsed.error)}`, {
    code: "RUN_FACTS_BAD",
    hint,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
