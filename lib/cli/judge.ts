import { resolve } from "node:path";
import { Command } from "commander";
import { judge } from "../judge/run-suites.ts";
import { letRead } from "../output/access.ts";
import { printPainted } from "../output/print.ts";
import { buildResult } from "../report/build-result.ts";
import { terminalSummary } from "../report/terminal.ts";
import { writeReports } from "../report/write-reports.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunFacts } from "../verdict/run-facts.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { addReadersOption, type ReadersFlags } from "./readers-option.ts";

/** `lokiproof judge DIR`: the same verdict again, from what a run saved; exits as the run did. */
export function judgeCommand(): Command {
  return addReadersOption(new Command("judge"))
    .description("judge a saved run again, offline, by the suites saved with it, and rewrite its reports")
    .argument("<dir>", "a run's folder, such as reports/<run-id>")
    .action(async (dir: string, flags: ReadersFlags) => {
      const result = await judgeAgain(dir, abortOnInterrupt());
      if (flags.worldReadable === true) await letRead(resolve(dir), "world");
      printPainted(`${terminalSummary(result, dir)}\n`);
      process.exitCode = result.exitCode;
    });
}

/** Judges a saved run and rewrites its reports. A folder that is not a run's is a usage error. */
export async function judgeAgain(dir: string, signal: AbortSignal): Promise<RunResult> {
  const runDir = resolve(dir);
  const facts = readFacts(runDir);
  const result = buildResult(runDir, facts, await judge(runDir, { signal }));
  await writeReports(runDir, result);
  return result;
}

function readFacts(runDir: string): RunFacts {
  return readStrictly(runDir, runFiles.facts);
}
