import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { platform } from "node:os";

/** A process identified by pid and start time, because the kernel may give the same pid to another process later. */
export interface ProcessRef {
  readonly pid: number;
  /** The process's start time as an opaque text that is equal only for the same process of the same boot. */
  readonly startTime: string;
}

/**
 * Environment variables that mark every process of a stack: the run's id, and the state folder that holds the run.
 */
export const runIdVariable = "LOKIPROOF_RUN_ID";
export const stateRootVariable = "LOKIPROOF_STATE_ROOT";

/**
 * Returns the start time of a living process, or undefined if no process has this pid. A zombie does not count as
 * living.
 */
export function startTimeOf(pid: number): string | undefined {
  return platform() === "linux" ? linuxStartTime(pid) : psStartTime(pid);
}

export function isAlive(process: ProcessRef): boolean {
  return startTimeOf(process.pid) === process.startTime;
}

export function ownProcess(): ProcessRef {
  return { pid: process.pid, startTime: startTimeOf(process.pid) ?? "unknown" };
}

/**
 * Returns every living process that is marked with a run kept under `stateRoot`, by run id. Works only on Linux;
 * returns an empty map on other systems.
 */
export function markedProcesses(stateRoot: string): ReadonlyMap<string, readonly ProcessRef[]> {
  const found = new Map<string, ProcessRef[]>();
  if (platform() !== "linux") return found;
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const marks = readProc(`/proc/${entry}/environ`)?.split("\0") ?? [];
    const runId = valueOf(marks, runIdVariable);
    if (runId === undefined || valueOf(marks, stateRootVariable) !== stateRoot) continue;
    const startTime = startTimeOf(Number(entry));
    if (startTime === undefined) continue;
    found.set(runId, [...(found.get(runId) ?? []), { pid: Number(entry), startTime }]);
  }
  return found;
}

function valueOf(environment: readonly string[], name: string): string | undefined {
  return environment.find((variable) => variable.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * Returns the start time in /proc/PID/stat (proc(5)): field 22, in clock ticks. Field 3 is the process's state.
 * Parsing starts after the bracket that closes field 2, the command's name.
 */
function linuxStartTime(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields === undefined || fields[0] === "Z" || fields[0] === "X") return undefined;
  return fields[19];
}

function psStartTime(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "");
  } catch {
    return undefined;
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
