import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { letRead } from "../output/access.ts";
import { printError } from "../output/print.ts";
import { judgeAgain } from "../run/judge-again.ts";
import { reportFiles } from "../run-folder/report-files.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { listed } from "./plan-options.ts";
import { addReadersOption, type ReadersFlags } from "./readers-option.ts";
import { showResult } from "./show-result.ts";

interface JudgeFlags extends ReadersFlags {
  readonly suites: readonly string[];
  readonly trustSuites: boolean;
  readonly out?: string;
  readonly force: boolean;
}

/** `lokiproof judge DIR`: judges a saved run again, with the same verdict, and exits as the run did. */
export function judgeCommand(): Command {
  return addReadersOption(new Command("judge"))
    .description("judge a saved run again, offline, by the suites that it had, and rewrite its reports")
    .argument("<dir>", "a run's folder, such as reports/<run-id>")
    .option(
      "--suites <path>",
      "your own suites, as they are now; a file or a folder; may be given again",
      listed,
      [],
    )
    .option("--trust-suites", "run the suites in the folder as they are: they are code", false)
    .option("--out <dir>", "where the reports are written; default: the run's folder")
    .option("--force", "replace the run's reports even by ones that judge less", false)
    .action(judge);
}

async function judge(dir: string, flags: JudgeFlags): Promise<void> {
  const { result, reportDir, left } = await judgeAgain(dir, { ...flags, signal: abortOnInterrupt() });
  if (flags.worldReadable === true) await open(reportDir, flags);
  showResult(result, dir, reportDir);
  const notes = result.checks.filter(({ id }) => id.startsWith("judge.note-"));
  for (const { message } of notes) printError(`note: ${message}\n`);
  if (left === undefined) return;
  printError(`note: the reports in ${dir} were left as they are: ${left}; --force replaces them\n`);
}

/** Makes the reports readable for all users. In a folder that the user named, changes only the reports' permissions. */
async function open(reportDir: string, { out }: JudgeFlags): Promise<void> {
  if (out === undefined) await letRead(reportDir, "world");
  else for (const name of reportFiles) await chmod(join(reportDir, name), 0o644);
}
