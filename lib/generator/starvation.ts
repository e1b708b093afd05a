import { availableParallelism } from "node:os";
import { runIdVariable } from "../stack/process-table.ts";
import { allProcesses, environmentOf, machineCpu, type ProcessCpu } from "./proc-cpu.ts";

/** CPU seconds that passed between two looks at the machine. */
export interface CpuInterval {
  readonly totalS: number;
  readonly idleS: number;
  /** What lokiproof, its load and its stack used. */
  readonly oursS: number;
}

/** Share of the seconds in which others kept the machine busy, and when those that did ended. */
export interface Starvation {
  readonly share: number;
  readonly contendedMs: readonly number[];
  /** Ends of the seconds in which no core was free, whoever used them. */
  readonly fullMs: readonly number[];
  /** Cores of the machine. */
  readonly cores: number;
}

/** No core was free, and processes that are not the run's (or the hypervisor: steal) had at least a tenth of all. */
export function isContended({ totalS, idleS, oursS }: CpuInterval): boolean {
  const outsideS = Math.max(0, totalS - idleS - oursS);
  return isFull({ totalS, idleS }) && outsideS / totalS >= 0.1;
}

/** Less than a tenth of the machine's CPU time was idle. */
function isFull({ totalS, idleS }: Pick<CpuInterval, "totalS" | "idleS">): boolean {
  return totalS > 0 && idleS / totalS < 0.1;
}

/**
 * Watches, once a second, whether others take the machine from this run: then neither the generator's lateness nor
 * Loki's slowness on the same machine says anything of Loki. `processTrees` are the stack's own (Stack.processTrees).
 * `stop` gives what was seen; undefined where nothing can be (no /proc).
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
 * The roots (this process, what the stack names), their descendants, and whatever bears the run's mark (a stack that
 * another lokiproof keeps): CPU seconds, of ended children too.
 */
export function oursOf(runId: string, roots: ReadonlySet<number>, processes: readonly ProcessCpu[]): number {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const isOurs = (one: ProcessCpu | undefined): boolean =>
    one !== undefined &&
    (roots.has(one.pid) || isOurs(byPid.get(one.parent)) || environmentOf(one.pid, runIdVariable) === runId);
  return processes.filter(isOurs).reduce((sum, one) => sum + one.ownS + one.endedChildrenS, 0);
}
