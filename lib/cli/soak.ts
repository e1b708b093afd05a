import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { exitCodes } from "../base/errors.ts";
import { print } from "../output/print.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { listLeftovers } from "../stack/leftovers.ts";
import { abortOnInterrupt } from "./interrupt.ts";
import { wholeNumber } from "./number-parsers.ts";
import { defaultReportsDir } from "./reports-dir.ts";

/** As a user starts it, with the limits on its own memory that this sets. */
const command = join(import.meta.dirname, "..", "..", "bin", "lokiproof");

interface SoakFlags {
  readonly n: number;
  readonly busyCore: boolean;
}

interface Round {
  readonly verdict: string;
  readonly seconds: number;
  readonly harnessMb: number;
  readonly why: string;
  readonly leftovers: readonly string[];
}

/**
 * `lokiproof soak`: the same scenario again and again, each in a process of its own, looking for a verdict that should
 * not be, and for anything left over. Exit 0: all pass (with --busy-core: none fail) and nothing was left.
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
    rounds.push(round);
    const { verdict, seconds, harnessMb, why } = round;
    const left = round.leftovers.length > 0 ? `  LEFT: ${round.leftovers.join(", ")}` : "";
    const n = `${rounds.length}/${flags.n}`.padStart(7);
    print(`${n}  ${verdict.padEnd(8)} ${seconds.toFixed(0)} s  harness ${harnessMb} MB  ${why}${left}\n`);
  }
  summarize(rounds, flags);
}

async function runRound(scenario: string, signal: AbortSignal): Promise<Round> {
  const startMs = performance.now();
  const child = await execa(command, ["run", scenario], {
    reject: false,
    cancelSignal: signal,
    gracefulCancel: false,
    forceKillAfterDelay: 60_000,
    env: { NO_COLOR: "1" },
  });
  const seconds = (performance.now() - startMs) / 1000;
  const dir = /^report\s+(\S+)/m.exec(child.stdout)?.[1];
  const leftovers = await listLeftovers();
  if (dir === undefined) {
    const why = child.stderr.trim().split("\n").at(-1) ?? "";
    return { verdict: `exit ${child.exitCode}`, seconds, harnessMb: 0, why, leftovers };
  }
  return { ...readRound(join(defaultReportsDir, dir.split("/").at(-2) ?? "")), seconds, leftovers };
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

function summarize(rounds: readonly Round[], flags: SoakFlags): void {
  const counts = Map.groupBy(rounds, ({ verdict }) => verdict);
  const tally = [...counts].map(([verdict, of]) => `${of.length} ${verdict}`).join(", ");
  const left = rounds.flatMap(({ leftovers }) => leftovers);
  print(`${rounds.length} runs: ${tally}; ${left.length} things left over\n`);
  const allowed = flags.busyCore ? ["pass", "unknown"] : ["pass"];
  const clean = rounds.length === flags.n && left.length === 0;
  const good = clean && rounds.every(({ verdict }) => allowed.includes(verdict));
  process.exitCode = good ? exitCodes.pass : exitCodes.fail;
}

/** One core kept busy by a process of our own until it is disposed of. */
function busyCore(): Disposable & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, ["-e", "for (;;) Math.sqrt(Math.random())"], { stdio: "ignore" });
  return { child, [Symbol.dispose]: () => void child.kill("SIGKILL") };
}
