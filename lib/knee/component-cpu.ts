import { availableParallelism } from "node:os";
import { allProcesses, machineCpu } from "../generator/proc-cpu.ts";
import { findRuns } from "../stack/run-inventory.ts";

/** CPU time that was used until the moment of reading, in seconds. */
export interface CpuReading {
  /**
   * CPU time of the stack by component: "ingester", "minio", "gateway". Empty if CPU times cannot be read (no /proc, or
   * processes of other users).
   */
  readonly components: Readonly<Record<string, number>>;
  readonly machine: { readonly totalS: number; readonly idleS: number } | undefined;
}

/**
 * Returns the CPU time that the processes of a local stack have used so far. nginx's workers count as the gateway
 * that started them.
 */
export function readCpu(runId: string): CpuReading {
  const run = findRuns().find((one) => one.runId === runId);
  const names = new Map((run?.processes ?? []).map(({ pid, name }) => [pid, name]));
  const components: Record<string, number> = {};
  for (const { pid, parent, ownS } of allProcesses()) {
    const own = names.get(pid);
    const name = own === undefined || own === "unnamed" ? names.get(parent) : own;
    if (name === undefined || name === "unnamed") continue;
    const component = name.replace(/-\d+$/, "");
    components[component] = (components[component] ?? 0) + ownS;
  }
  return { components, machine: machineCpu() };
}

export interface CpuUse {
  readonly components: Readonly<Record<string, number>>;
  /** Share of the machine's CPU time that was in use, by all processes together; undefined if it cannot be read. */
  readonly machineBusy: number | undefined;
  /** Share of the machine's CPU time that all processes of the stack together used. */
  readonly stackBusy: number | undefined;
  readonly cores: number;
}

export function cpuBetween(before: CpuReading, after: CpuReading): CpuUse {
  const used = Object.entries(after.components).map(([name, seconds]): [string, number] => [
    name,
    Math.max(0, seconds - (before.components[name] ?? 0)),
  ]);
  const total = (after.machine?.totalS ?? 0) - (before.machine?.totalS ?? 0);
  const idle = (after.machine?.idleS ?? 0) - (before.machine?.idleS ?? 0);
  const components: Readonly<Record<string, number>> = Object.fromEntries(used);
  const ours = Object.values(components).reduce((sum, seconds) => sum + seconds, 0);
  return {
    components,
    machineBusy: total > 0 ? 1 - idle / total : undefined,
    stackBusy: total > 0 ? ours / total : undefined,
    cores: availableParallelism(),
  };
}
