import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { type ExitCode, exitCodes, usageError } from "../base/errors.ts";
import { print } from "../output/print.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { listLeftovers } from "../stack/leftovers.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { wholeNumber } from "./number-parsers.ts";

/** Path of the command that a user types, which also limits its own memory. */
const command = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

interface SoakFlags {
  readonly n: number;
  readonly busyCore: boolean;
}

interface Round {
  readonly exitCode: number | undefined;
  readonly verdict: string;
  readonly seconds: number;
  readonly harnessMb: number;
  readonly why: string;
  readonly leftovers: readonly string[];
}

/**
 * `lokiproof soak`: runs the same scenario repeatedly, each time in a separate process, and looks for flaky verdicts
 * and leftovers. Exits with 0 if all runs pass (with --busy-core: none fails) and nothing is left over, with 1 if a run
 * failed, otherwise with 2.
 */
export function soakCommand(): Command {
  return new Command("soak")
    .description("run a scenario N times; look for a flake, and for anything left over")
    .argument("[scenario]", "a scenario file, or a name in scenarios/", "smoke")
    .option("-n <count>", "how many runs", wholeNumber({ from: 1, to: 10_000 }), 20)
    .option("--busy-core", "keep one core busy by another process meanwhile; then unknown is allowed", false)
    .action(soak);
}

async function soak(scenario: string, flags: SoakFlags): Promise<void> {
  const signal = abortOnInterrupt();
  using busy = flags.busyCore ? busyCore() : undefined;
  const rounds: Round[] = [];
  if (busy) print(`one core is kept busy by pid ${busy.child.pid}\n`);
  while (rounds.length < flags.n && !signal.aborted) {
    const round = await runRound(scenario, signal);
    if (round.exitCode === exitCodes.usage) throw refused(round);
    rounds.push(round);
    const { verdict, seconds, harnessMb, why } = round;
    const left = round.leftovers.length > 0 ? `  LEFT: ${round.leftovers.join(", ")}` : "";
    const n = `${rounds.length}/${flags.n}`.padStart(7);
    print(`${n}  ${verdict.padEnd(8)} ${seconds.toFixed(0)} s  harness ${harnessMb} MB  ${why}${left}\n`);
  }
  summarize(rounds);
  process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodeOf(rounds, flags);
}

/**
 * Returns the error for a run that was refused before it began. Every further run would be refused for the same reason.
 */
function refused({ why }: Round): Error {
  return usageError(`the run was refused: ${why}`, {
    code: "RUN_REFUSED",
    hint: "lokiproof plan SCENARIO",
  });
}

async function runRound(scenario: string, signal: AbortSignal): Promise<Round> {
  const startMs = performance.now();
  const { exitCode, stdout, stderr } = await interruptedOnce(["run", scenario], signal);
  const seconds = (performance.now() - startMs) / 1000;
  const report = /^report\s+(\S.*)$/m.exec(stdout)?.[1];
  const leftovers = await listLeftovers();
  if (report === undefined) {
    const why = stderr.trim().replace(/^lokiproof: /, "");
    return { exitCode, verdict: `exit ${exitCode}`, seconds, harnessMb: 0, why, leftovers };
  }
  return { exitCode, ...readRound(dirname(report)), seconds, leftovers };
}

interface ChildRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs lokiproof in a separate process group, so that Ctrl-C interrupts the child only once: through this process, when
 * the signal aborts. The child then drains, judges and disposes. If a second Ctrl-C makes this process exit at once,
 * the child is interrupted again and also exits at once.
 */
async function interruptedOnce(words: readonly string[], signal: AbortSignal): Promise<ChildRun> {
  const child = execa(command, words, {
    reject: false,
    detached: true,
    cleanup: false,
    env: { NO_COLOR: "1" },
  });
  const interrupt = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", interrupt, { once: true });
  process.once("exit", interrupt);
  try {
    if (signal.aborted) interrupt();
    const { exitCode, stdout, stderr } = await child;
    return { exitCode, stdout, stderr };
  } finally {
    signal.removeEventListener("abort", interrupt);
    process.removeListener("exit", interrupt);
  }
}

function readRound(runDir: string): Pick<Round, "verdict" | "harnessMb" | "why"> {
  const { verdict, reason } = readStrictly(runDir, runFiles.result);
  const { maxRssBytes } = readStrictly(runDir, runFiles.harness);
  return {
    verdict,
    harnessMb: Math.round(maxRssBytes / 1e6),
    why: verdict === "pass" ? "" : `${reason} (${runDir})`,
  };
}

function summarize(rounds: readonly Round[]): void {
  const counts = Map.groupBy(rounds, ({ verdict }) => verdict);
  const tally = [...counts].map(([verdict, of]) => `${of.length} ${verdict}`).join(", ");
  const left = rounds.flatMap(({ leftovers }) => leftovers);
  print(`${rounds.length} runs: ${tally}; ${left.length} things left over\n`);
}

/**
 * Returns the exit code for fail only if a run failed, because only a failed run says that Loki broke a promise. With
 * leftovers or runs that could not be judged, returns the code for unknown.
 */
export function exitCodeOf(
  rounds: readonly Pick<Round, "verdict" | "leftovers">[],
  { n, busyCore }: Pick<SoakFlags, "n" | "busyCore">,
): ExitCode {
  if (rounds.some(({ verdict }) => verdict === "fail")) return exitCodes.fail;
  const allowed = busyCore ? ["pass", "unknown"] : ["pass"];
  const good = rounds.every(({ verdict, leftovers }) => leftovers.length === 0 && allowed.includes(verdict));
  return good && rounds.length === n ? exitCodes.pass : exitCodes.unknown;
}

/** Keeps one core busy with a child process until it is disposed of. */
function busyCore(): Disposable & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, ["-e", "for (;;) Math.sqrt(Math.random())"], { stdio: "ignore" });
  return { child, [Symbol.dispose]: () => void child.kill("SIGKILL") };
}
