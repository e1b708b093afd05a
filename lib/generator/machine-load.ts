import { peakOf } from "../plan/flood-curve.ts";
import type { FloodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type PlannedFlood, plannedFloods } from "../plan/tenant-groups.ts";
import { generatorShare } from "./crowding.ts";
import type { GeneratorNeeds } from "./generator-needs.ts";

/** What a machine has for a run. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
  /** Free where ready-made bodies are kept. */
  readonly diskBytes: number;
}

/**
 * Log lines that a CPU-second of k6 1.8.1 carries at least, by format, as measured in pushes of 1 MB on two cores that
 * 25 other processes wanted (bench, "generator").
 */
const bytesPerCpuSecond: Readonly<Record<FloodSpec["format"], number>> = {
  snappy: 500_000_000,
  json: 80_000_000,
  "json-gzip": 20_000_000,
  otlp: 40_000_000,
};
/** What each push costs at most besides its bytes: 1.6 ms to one tenant, 1.9 ms to a thousand were measured likewise. */
const pushCpuS = 0.002;
/** A core's Loki takes 5 to 10 MB/s (two cores: 10 to 20 MB/s were seen); more than this no machine's takes. */
const lokiBytesPerSecondAndCore = 100_000_000;
/** All processes of a local stack. */
const stackBytes = 3_000_000_000;

type Planned = Pick<Plan, "tenants" | "tenantGroups" | "provider">;

/** A load that a machine is known not to carry, and by how much it must be divided at least. */
export interface Overload {
  readonly what: string;
  readonly factor: number;
}

/** Returns every reason why a machine cannot carry a plan's load; empty if none is known. */
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
      `its peak of ${Math.round(peak / 1e6)} MB/s is more than any Loki on ${machine.cores} cores takes`,
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

/** Cores that k6 needs at the peak of one flood. */
function coresFor({ flood }: PlannedFlood): number {
  const peak = peakOf(flood.steps);
  return peak / bytesPerCpuSecond[flood.format] + (peak / flood.pushBytes) * pushCpuS;
}

function gigabytes(bytes: number): string {
  return `${Number((bytes / 1e9).toPrecision(2))} GB`;
}
