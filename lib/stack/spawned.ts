import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { describeError, HarnessError } from "../base/errors.ts";
import type { Journal } from "./journal.ts";
import { isAlive, type ProcessRef, runIdVariable, startTimeOf, stateRootVariable } from "./process-table.ts";
import { stateRoot } from "./run-paths.ts";

/** Everything needed to start a process, and to restart it later. */
export interface ProcessSpec {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /**
   * The process's complete environment, except PATH and the run's marks: no other variable of lokiproof reaches Loki.
   */
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  readonly cwd: string;
}

export interface SpawnContext {
  readonly runId: string;
  readonly journal: Journal;
}

/**
 * Starts a process in a separate process group, so that Ctrl-C at the terminal does not reach the process. The
 * process's output is appended to its log. Throws HarnessError if the program cannot be started.
 */
export async function spawnProcess(spec: ProcessSpec, context: SpawnContext): Promise<ProcessRef> {
  context.journal.write({ kind: "spawning", name: spec.name });
  const log = openSync(spec.logPath, "a", 0o600);
  try {
    const child = spawn(spec.program, spec.args, {
      cwd: spec.cwd,
      detached: true,
      stdio: ["ignore", log, log],
      env: {
        PATH: process.env["PATH"] ?? "/usr/bin:/bin",
        ...spec.env,
        [runIdVariable]: context.runId,
        [stateRootVariable]: stateRoot(),
      },
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("spawn", () => resolve(child.pid ?? 0));
    });
    child.unref();
    const started = { pid, startTime: startTimeOf(pid) ?? "ended at once" };
    context.journal.write({ kind: "spawned", name: spec.name, ...started });
    return started;
  } catch (cause) {
    throw new HarnessError(`${spec.name}: ${spec.program} could not be started: ${describeError(cause)}`, {
      code: "SPAWN_FAILED",
      hint: "lokiproof doctor",
      cause,
    });
  } finally {
    closeSync(log);
  }
}

/**
 * Returns the non-empty ones among the last `count` lines of a log, oldest first. Returns an empty list if the log
 * cannot be read.
 */
export function lastLogLines(logPath: string, count: number): readonly string[] {
  try {
    return readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-count).filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * Ends processes and their process groups. Sends SIGTERM to each, then SIGKILL to those alive after `graceMs`. Resolves
 * when none is alive. Throws HarnessError if a process survives SIGKILL for five seconds.
 */
export async function endProcesses(processes: readonly ProcessRef[], graceMs: number): Promise<void> {
  const living = () => processes.filter(isAlive);
  for (const process of living()) signalGroup(process, "SIGTERM");
  await waitUntil(() => living().length === 0, graceMs);
  // Every group gets SIGKILL, because a worker might be alive after the group's leader has ended.
  for (const process of processes) signalGroup(process, "SIGKILL");
  if (await waitUntil(() => living().length === 0, 5000)) return;
  throw new HarnessError(`processes ${pids(living())} outlive SIGKILL`, { code: "CANNOT_KILL" });
}

function pids(processes: readonly ProcessRef[]): string {
  return processes.map(({ pid }) => pid).join(", ");
}

/**
 * Sends a signal to the group of a process. Does nothing if another process has the pid by now, because then the group
 * is not lokiproof's.
 */
function signalGroup(target: ProcessRef, signal: NodeJS.Signals): void {
  const now = startTimeOf(target.pid);
  if (now !== undefined && now !== target.startTime) return;
  try {
    process.kill(-target.pid, signal);
  } catch {
    // The process group is gone already, as wanted.
  }
}

async function waitUntil(holds: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}
