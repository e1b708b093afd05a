import { printPainted } from "../output/print.ts";
import { terminalSummary } from "../report/terminal.ts";
import type { RunResult } from "../verdict/result.ts";

/** Prints a run's verdict and makes the run's exit code the program's. */
export function showResult(result: RunResult, runDir: string, reportDir: string = runDir): void {
  printPainted(`${terminalSummary(result, runDir, undefined, reportDir)}\n`);
  process.exitCode = result.exitCode;
}
