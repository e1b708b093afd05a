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
}

/** No core was free, and processes that are not the run's (or the hypervisor: steal) had at least a tenth of all. */
export function isContended({ totalS, idleS, oursS }: CpuInterval): boolean {
  if (totalS <= 0) return false;
  const outsideS = Math.max(0, totalS - idleS - oursS);
  return idleS / totalS < 0.1 && outsideS / totalS >= 0.1;
}

/**
 * Watches, once a second, whether others take the machine from this run: then neither the generator's lateness nor
 * Loki's slowness on the same machine says anything of Loki. `stop` gives what was seen; undefined where nothing can be
 * (no /proc).
 */
export function watchStarvation(runId: string): { stop(): Starvation | undefined } {
  let last = look(runId);
  let seen = 0;
  const contendedMs: number[] = [];
  const measure = (): void => {
    const next = look(runId);
    if (last !== undefined && next !== undefined) {
      seen += 1;
      if (isContended(difference(last, next))) contendedMs.push(Date.now());
    }
    last = next;
  };
  const timer = setInterval(measure, 1000);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return seen === 0 ? undefined : { share: contendedMs.length / seen, contendedMs };
    },
  };
}

function look(runId: string): CpuInterval | undefined {
  const machine = machineCpu();
  return machine === undefined ? undefined : { ...machine, oursS: oursOf(runId, allProcesses()) };
}

function difference(from: CpuInterval, to: CpuInterval): CpuInterval {
  return { totalS: to.totalS - from.totalS, idleS: to.idleS - from.idleS, oursS: to.oursS - from.oursS };
}

/** This process, its descendants, and whatever bears the run's mark (a stack that another lokiproof keeps). */
function oursOf(runId: string, processes: readonly ProcessCpu[]): number {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const isOurs = (one: ProcessCpu | undefined): boolean =>
    one !== undefined &&
    (one.pid === process.pid ||
      isOurs(byPid.get(one.parent)) ||
      environmentOf(one.pid, runIdVariable) === runId);
  return processes.filter(isOurs).reduce((sum, one) => sum + one.ownS + one.endedChildrenS, 0);
}
