import { peakOf } from "../plan/flood-curve.ts";
import type { FloodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type PlannedFlood, plannedFloods } from "../plan/tenant-groups.ts";
import { generatorShare } from "./crowding.ts";
import type { GeneratorNeeds } from "./generator-needs.ts";

/** The resources that a machine has for a run. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
  /** Free space on the disk that holds the ready-made push bodies. */
  readonly diskBytes: number;
}

/**
 * The minimum number of bytes of log lines that k6 1.8.1 sends per CPU-second, by push format. Measured with pushes of
 * 1 MB on two cores that 25 other processes also wanted (bench, "generator").
 */
const bytesPerCpuSecond: Readonly<Record<FloodSpec["format"], number>> = {
  snappy: 500_000_000,
  json: 80_000_000,
  "json-gzip": 20_000_000,
  otlp: 40_000_000,
};
/**
 * The maximum CPU time of k6 per push, in addition to the time for the push's bytes. Measured in the same way: 1.6 ms
 * for one tenant, 1.9 ms for a thousand.
 */
const pushCpuS = 0.002;
/**
 * An upper bound of the bytes that Loki ingests per second and core on any machine. Measured: 5 to 10 MB/s per core (10
 * to 20 MB/s on two cores).
 */
const lokiBytesPerSecondAndCore = 100_000_000;
/** The memory of all processes of a local stack. */
const stackBytes = 3_000_000_000;

type Planned = Pick<Plan, "tenants" | "tenantGroups" | "provider">;

/** A reason why a machine cannot handle a load, and the minimum factor by which the load must be divided. */
export interface Overload {
  readonly what: string;
  readonly factor: number;
}

/** Returns every known reason why a machine cannot handle a plan's load; empty if the machine can. */
export function overloadsOf(plan: Planned, needs: GeneratorNeeds, machine: Machine): readonly Overload[] {
  const floods = plannedFloods(plan);
  const generatorCores = floods.reduce((sum, flood) => sum + coresFor(flood), 0);
  const allowedCores = generatorShare * machine.cores;
  const peak = floods.reduce((sum, { flood }) => sum + peakOf(flood.steps), 0);
  const carried = lokiBytesPerSecondAndCore * machine.cores;
  const room = Math.max(1, machine.memoryBytes - (plan.provider === "cluster" ? 0 : stackBytes));
  const shares: readonly (readonly [string, number])[] = [
    [
      `k6 needs about ${generatorCores.toFixed(1)} cores to send it, of which it may use ${allowedCores.toFixed(1)} of this machine's ${machine.cores}: Loki needs the rest`,
      generatorCores / allowedCores,
    ],
    [
      `its peak of ${Math.round(peak / 1e6)} MB/s is more than any Loki on ${machine.cores} cores accepts`,
      plan.provider === "cluster" ? 0 : peak / carried,
    ],
    [
      `k6 needs about ${gigabytes(needs.memoryBytes)} of memory, and this machine has ${gigabytes(room)} next to the stack`,
      needs.memoryBytes / room,
    ],
    [
      `its ready-made bodies need ${gigabytes(needs.bodyBytes)} of disk, and ${gigabytes(machine.diskBytes)} are free`,
      needs.bodyBytes / machine.diskBytes,
    ],
  ];
  return shares.flatMap(([what, factor]) => (factor > 1 ? [{ what, factor }] : []));
}

/** Returns the number of cores that k6 needs at the peak of one flood. */
function coresFor({ flood }: PlannedFlood): number {
  const peak = peakOf(flood.steps);
  return peak / bytesPerCpuSecond[flood.format] + (peak / flood.pushBytes) * pushCpuS;
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(2))} GB`;
}
