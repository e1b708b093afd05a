import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second in /proc: USER_HZ is 100 on every Linux that Node runs on (proc(5)). */
const ticksPerSecond = 100;

/** The CPU time of the machine since it started, in seconds summed over all cores. */
export interface MachineCpu {
  /** All CPU time of the machine, used or idle. */
  readonly totalS: number;
  /** The CPU time that no process used (idle and iowait). */
  readonly idleS: number;
}

export interface ProcessCpu {
  readonly pid: number;
  readonly parent: number;
  /** The process's own user and system time. */
  readonly ownS: number;
  /** The user and system time of the process's children that ended and were waited for. */
  readonly endedChildrenS: number;
}

/**
 * Reads /proc/stat (proc(5)): user nice system idle iowait irq softirq steal. Returns undefined if the machine has no
 * /proc.
 */
export function machineCpu(): MachineCpu | undefined {
  const ticks = readProc("/proc/stat")?.split("\n")[0]?.trim().split(/\s+/).slice(1, 9).map(Number);
  if (ticks === undefined || ticks.length < 8) return undefined;
  const total = ticks.reduce((sum, one) => sum + one, 0);
  return { totalS: total / ticksPerSecond, idleS: ((ticks[3] ?? 0) + (ticks[4] ?? 0)) / ticksPerSecond };
}

/** Reads /proc/PID/stat (proc(5)). Returns undefined if the process does not exist or the machine has no /proc. */
export function processCpu(pid: number): ProcessCpu | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  const fields = stat
    ?.slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  if (fields === undefined || fields.length < 15) return undefined;
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (i) => fields[i],
  );
  return {
    pid,
    parent,
    ownS: (user + system) / ticksPerSecond,
    endedChildrenS: (endedUser + endedSystem) / ticksPerSecond,
  };
}

/** Returns the CPU time of every process; empty if the machine has no /proc. */
export function allProcesses(): readonly ProcessCpu[] {
  return listProc().flatMap((entry) => (/^\d+$/.test(entry) ? (processCpu(Number(entry)) ?? []) : []));
}

function listProc(): readonly string[] {
  try {
    return readdirSync("/proc");
  } catch {
    return [];
  }
}

/** Returns the value of a variable in the environment with which the process was started. */
export function environmentOf(pid: number, variable: string): string | undefined {
  const entries = readProc(`/proc/${pid}/environ`)?.split("\0");
  return entries?.find((entry) => entry.startsWith(`${variable}=`))?.slice(variable.length + 1);
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
