import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { platform } from "node:os";

/** A process as it was when it was started: a pid alone may have been given to another since. */
export interface ProcessRef {
  readonly pid: number;
  /** Opaque; equal only for the same process of the same boot. */
  readonly startTime: string;
}

/** The environment variables that mark every process of a stack with its run, and with where that run is kept. */
export const runIdVariable = "LOKIPROOF_RUN_ID";
export const stateRootVariable = "LOKIPROOF_STATE_ROOT";

/** The start time of a living process; undefined when there is none (a zombie counts as none). */
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
 * Every living process that carries the mark of a run kept under `stateRoot`, by the run's id. Only Linux shows it;
 * elsewhere there are none.
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

/** proc(5): the fields after the command's closing bracket; the 3rd of all is the state, the 22nd the start in ticks. */
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
