import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { describeError, HarnessError } from "../base/errors.ts";
import type { Journal } from "./journal.ts";
import { isAlive, type ProcessRef, runIdVariable, startTimeOf, stateRootVariable } from "./process-table.ts";
import { stateRoot } from "./run-paths.ts";

/** What is needed to start a process, and to start it again later. */
export interface ProcessSpec {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** The whole environment but for PATH and the run's mark: nothing of lokiproof's own reaches Loki. */
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  readonly cwd: string;
}

export interface SpawnContext {
  readonly runId: string;
  readonly journal: Journal;
}

/**
 * Starts a process in a group of its own (Ctrl-C at the terminal must not reach it), its output appended to its log.
 * Throws HarnessError when the program cannot be started.
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

/** The last `count` lines of a log that say something, oldest first; empty when there is no log. */
export function lastLogLines(logPath: string, count: number): readonly string[] {
  try {
    return readFileSync(logPath, "utf8").trimEnd().split("\n").slice(-count).filter(Boolean);
  } catch {
    return [];
  }
}

/**
 * Ends processes and all of their groups: SIGTERM to each, SIGKILL to those that live after `graceMs`. Resolves when
 * none lives; throws HarnessError when one outlives SIGKILL by five seconds.
 */
export async function endProcesses(processes: readonly ProcessRef[], graceMs: number): Promise<void> {
  const living = () => processes.filter(isAlive);
  for (const process of living()) signalGroup(process, "SIGTERM");
  await waitUntil(() => living().length === 0, graceMs);
  // The group's leader may be gone while a worker of it lives on: the group is told all the same.
  for (const process of processes) signalGroup(process, "SIGKILL");
  if (await waitUntil(() => living().length === 0, 5000)) return;
  throw new HarnessError(`processes ${pids(living())} outlive SIGKILL`, { code: "CANNOT_KILL" });
}

function pids(processes: readonly ProcessRef[]): string {
  return processes.map(({ pid }) => pid).join(", ");
}

/** The group of a process; when another process has its number by now, the group was not ours any more. */
function signalGroup(target: ProcessRef, signal: NodeJS.Signals): void {
  const now = startTimeOf(target.pid);
  if (now !== undefined && now !== target.startTime) return;
  try {
    process.kill(-target.pid, signal);
  } catch {
    // The group is gone, which is what was wanted.
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
