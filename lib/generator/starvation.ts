import { availableParallelism } from "node:os";
import { runIdVariable } from "../stack/process-table.ts";
import { allProcesses, environmentOf, machineCpu, type ProcessCpu } from "./proc-cpu.ts";

/** The CPU seconds that passed between two samples. */
export interface CpuInterval {
  readonly totalS: number;
  readonly idleS: number;
  /** The CPU seconds that lokiproof, its load and its stack used. */
  readonly oursS: number;
}

/** The share of seconds in which other processes kept the machine busy, and the ends of those seconds. */
export interface Starvation {
  readonly share: number;
  readonly contendedMs: readonly number[];
  /** The ends of the seconds in which no core was free, whichever processes used them. */
  readonly fullMs: readonly number[];
  /** The number of cores of the machine. */
  readonly cores: number;
}

/**
 * Returns whether no core was free while processes outside of the run (or the hypervisor: steal) used at least a tenth
 * of all CPU time.
 */
export function isContended({ totalS, idleS, oursS }: CpuInterval): boolean {
  const outsideS = Math.max(0, totalS - idleS - oursS);
  return isFull({ totalS, idleS }) && outsideS / totalS >= 0.1;
}

/** Returns whether less than a tenth of the machine's CPU time was idle. */
function isFull({ totalS, idleS }: Pick<CpuInterval, "totalS" | "idleS">): boolean {
  return totalS > 0 && idleS / totalS < 0.1;
}

/**
 * Checks once a second whether other processes starve this run of CPU. During starved seconds, neither late requests
 * nor a slow Loki on the same machine say anything about Loki. `processTrees` are the stack's own processes
 * (Stack.processTrees). `stop` returns the result, or undefined if nothing can be observed (no /proc).
 */
export function watchStarvation(
  runId: string,
  processTrees: readonly number[] = [],
): { stop(): Starvation | undefined } {
  const roots = new Set([process.pid, ...processTrees]);
  let last = look(runId, roots);
  let seen = 0;
  const contendedMs: number[] = [];
  const fullMs: number[] = [];
  const measure = (): void => {
    const next = look(runId, roots);
    if (last !== undefined && next !== undefined) {
      seen += 1;
      const interval = difference(last, next);
      if (isFull(interval)) fullMs.push(Date.now());
      if (isContended(interval)) contendedMs.push(Date.now());
    }
    last = next;
  };
  const timer = setInterval(measure, 1000);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      if (seen === 0) return undefined;
      return { share: contendedMs.length / seen, contendedMs, fullMs, cores: availableParallelism() };
    },
  };
}

function look(runId: string, roots: ReadonlySet<number>): CpuInterval | undefined {
  const machine = machineCpu();
  return machine === undefined ? undefined : { ...machine, oursS: oursOf(runId, roots, allProcesses()) };
}

function difference(from: CpuInterval, to: CpuInterval): CpuInterval {
  return { totalS: to.totalS - from.totalS, idleS: to.idleS - from.idleS, oursS: to.oursS - from.oursS };
}

/**
 * Returns the CPU seconds of the run's processes and of their ended children. The run's processes are the roots, their
 * descendants, and processes with the run's id in their environment. Roots are this process and those that the stack
 * names. The run's id identifies a stack that another lokiproof keeps.
 */
export function oursOf(runId: string, roots: ReadonlySet<number>, processes: readonly ProcessCpu[]): number {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const isOurs = (one: ProcessCpu | undefined): boolean =>
    one !== undefined &&
    (roots.has(one.pid) || isOurs(byPid.get(one.parent)) || environmentOf(one.pid, runIdVariable) === runId);
  return processes.filter(isOurs).reduce((sum, one) => sum + one.ownS + one.endedChildrenS, 0);
}
