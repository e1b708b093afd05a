import { usageError } from "../../base/errors.ts";
import { peakOf } from "../../plan/flood-curve.ts";
import type { Plan } from "../../plan/plan.ts";
import { plannedFloods } from "../../plan/tenant-groups.ts";

/** The maximum load that lokiproof adds to a cluster that lokiproof did not make. */
export interface Ceilings {
  /** Bytes of log lines per second, summed over the peaks of all floods (write loads). */
  readonly bytesPerSecond: number;
  /** Queries per second, summed over all storms (query loads). */
  readonly queriesPerSecond: number;
  readonly loadS: number;
  /** Number of streams that all floods (write loads) together have at a time. */
  readonly streams: number;
  /** The longest time range of a query, in seconds. A scan of a month would slow down all users. */
  readonly rangeS: number;
}

export const standardCeilings: Ceilings = {
  bytesPerSecond: 1_000_000,
  queriesPerSecond: 5,
  loadS: 600,
  streams: 200,
  rangeS: 86_400,
};

type Load = Pick<Plan, "tenants" | "tenantGroups">;

/**
 * Returns the figures of the plan's load that exceed the ceilings for a cluster that lokiproof did not make, one text
 * for each.
 */
export function beyondCeilings(plan: Load, ceilings: Ceilings): readonly string[] {
  const told = ofLoad(plan);
  const names: readonly (readonly [keyof Ceilings, string])[] = [
    ["bytesPerSecond", "bytes/s of log lines, all floods at their peaks"],
    ["queriesPerSecond", "queries/s, all storms together"],
    ["loadS", "seconds of load"],
    ["streams", "streams at a time"],
    ["rangeS", "seconds, the longest range of a query"],
  ];
  return names.flatMap(([name, what]) =>
    told[name] > ceilings[name] ? [`${what}: expected at most ${ceilings[name]}, got ${told[name]}`] : [],
  );
}

/** Returns the maximum bytes, queries, streams and range of a load, under the names of the ceilings. */
export function ofLoad(plan: Load): Ceilings {
  const floods = plannedFloods(plan);
  const storms = Object.values(plan.tenants).flatMap(({ storm }) => storm ?? []);
  const ends = [
    ...floods.map(({ flood }) => flood.startS + sum(flood.steps.map(({ forS }) => forS))),
    ...storms.map(({ startS, forS }) => startS + forS),
  ];
  return {
    bytesPerSecond: sum(floods.map(({ flood }) => peakOf(flood.steps))),
    queriesPerSecond: sum(storms.map(({ ratePerSecond }) => ratePerSecond)),
    loadS: Math.max(0, ...ends),
    streams: sum(floods.map(({ flood, tenants }) => flood.streams * tenants.length)),
    rangeS: Math.max(0, ...storms.flatMap(({ rangesS }) => rangesS)),
  };
}

/** Throws usageError with every figure of the load that exceeds the ceilings. */
export function refuseBeyondCeilings(plan: Load, ceilings: Ceilings): void {
  const beyond = beyondCeilings(plan, ceilings);
  if (beyond.length === 0) return;
  throw usageError(
    `the load is beyond what lokiproof sends to a cluster that it did not make:\n${beyond.map((one) => `  ${one}`).join("\n")}`,
    {
      code: "BEYOND_CEILINGS",
      hint: `a smaller load (--scale divides rates alone); or, if the cluster may bear it: --ceiling-factor ${neededFactor(plan)}`,
    },
  );
}

/** Returns the smallest integer by which the standard ceilings must be multiplied to permit the load. */
function neededFactor(plan: Load): number {
  const told = ofLoad(plan);
  const { bytesPerSecond, queriesPerSecond, loadS, streams, rangeS } = standardCeilings;
  return Math.ceil(
    Math.max(
      told.bytesPerSecond / bytesPerSecond,
      told.queriesPerSecond / queriesPerSecond,
      told.loadS / loadS,
      told.streams / streams,
      told.rangeS / rangeS,
    ),
  );
}

/** Returns the load ceilings multiplied by `factor`. */
export function raised(ceilings: Ceilings, factor: number): Ceilings {
  return {
    bytesPerSecond: ceilings.bytesPerSecond * factor,
    queriesPerSecond: ceilings.queriesPerSecond * factor,
    loadS: ceilings.loadS * factor,
    streams: ceilings.streams * factor,
    rangeS: ceilings.rangeS * factor,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
