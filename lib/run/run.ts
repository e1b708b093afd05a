import { join } from "node:path";
import { wallClock } from "../base/clock.ts";
import { describeError } from "../base/errors.ts";
import { ownCommand } from "../base/own-command.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { createRunFolder } from "../run-folder/create-run-folder.ts";
import { runFolders } from "../run-folder/run-files.ts";
import type { Stack } from "../stack/stack.ts";
import type { RunResult } from "../verdict/result.ts";
import { conclude } from "./conclude.ts";
import { CountersJournal } from "./counters-journal.ts";
import { exercise } from "./exercise.ts";
import { RunLog } from "./run-log.ts";
import type { RunOptions } from "./run-options.ts";

/** The result of a run, and the folder that holds all its files. */
export interface FinishedRun {
  readonly result: RunResult;
  readonly runDir: string;
}

/** The timeout for collecting evidence and disposing of the stack, which continue after an interrupt. */
const wrapUpMs = 45_000;

/**
 * Performs one run from plan to verdict. A failure after the run's folder exists becomes a problem in the result, not
 * an exception. All observations until then are kept, collected, judged and reported, and the stack is disposed of.
 */
export async function run(options: RunOptions): Promise<FinishedRun> {
  const runDir = await createRunFolder(options.outDir, options.plan);
  const suites = await copySuites({ runDir, only: options.plan.suites, userSuites: options.suites });
  const log = new RunLog(options);
  try {
    await withStack(options, runDir, log);
  } catch (error) {
    log.problem(options.signal.aborted ? interruptedAt(log) : describeError(error));
  }
  const result = await log.phase("judge", () =>
    conclude(runDir, { facts: () => log.facts(), problem: (text) => log.problem(text), suites }),
  );
  return { result, runDir };
}

function interruptedAt(log: RunLog): string {
  return `interrupted during ${log.stoppedIn ?? "the start"}: what was observed until then is in the records`;
}

async function withStack(options: RunOptions, runDir: string, log: RunLog): Promise<void> {
  const { plan, provider, signal } = options;
  const stack = await log.phase("stack", (progress) => provider.up(plan, { progress, signal }));
  options.live?.membersUp(stack.members.length);
  try {
    const counters = new CountersJournal(runDir);
    const context = { stack: counters.watching(stack), plan, runDir, clock: wallClock };
    const { generators } = options;
    await exercise({ context, counters, log, signal, generators, k6Path: options.programs.k6.path });
  } finally {
    await log.phase("collect", () => collect(stack, runDir, log));
    await log.phase("dispose", () => dispose(stack, options, log));
  }
}

/**
 * Collects the evidence before the stack is disposed of. A failure to collect is reported and never hides an earlier
 * error.
 */
async function collect(stack: Stack, runDir: string, log: RunLog): Promise<void> {
  try {
    log.topology = await stack.states(AbortSignal.timeout(wrapUpMs));
    await stack.collect(join(runDir, runFolders.stack));
  } catch (error) {
    log.problem(`evidence is incomplete: ${describeError(error)}`);
  }
}

async function dispose(stack: Stack, options: RunOptions, log: RunLog): Promise<void> {
  try {
    if (options.keep) await options.keep(stack);
    else await stack[Symbol.asyncDispose]();
    if (!options.keep) options.live?.membersUp(0);
  } catch (error) {
    log.problem(
      `the stack was not disposed of wholly: ${describeError(error)}; next: ${ownCommand(["sweep"])}`,
    );
  }
}
