import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second as /proc counts them: USER_HZ is 100 on every Linux that Node runs on (proc(5)). */
const ticksPerSecond = 100;

/** CPU time of the whole machine since it started, in seconds over all cores. */
export interface MachineCpu {
  /** All time there was. */
  readonly totalS: number;
  /** Time no process wanted (idle and iowait). */
  readonly idleS: number;
}

export interface ProcessCpu {
  readonly pid: number;
  readonly parent: number;
  /** User and system time, its own. */
  readonly ownS: number;
  /** The same of its children that ended and were waited for. */
  readonly endedChildrenS: number;
}

/** proc(5), /proc/stat: user nice system idle iowait irq softirq steal; undefined where there is no /proc. */
export function machineCpu(): MachineCpu | undefined {
  const ticks = readProc("/proc/stat")?.split("\n")[0]?.trim().split(/\s+/).slice(1, 9).map(Number);
  if (ticks === undefined || ticks.length < 8) return undefined;
  const total = ticks.reduce((sum, one) => sum + one, 0);
  return { totalS: total / ticksPerSecond, idleS: ((ticks[3] ?? 0) + (ticks[4] ?? 0)) / ticksPerSecond };
}

/** proc(5), /proc/PID/stat: undefined when there is no such process, or no /proc. */
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

/** Every process there is; empty where there is no /proc. */
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

/** The value of one variable in the environment that the process was started with. */
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
