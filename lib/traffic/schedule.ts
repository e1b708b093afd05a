import type { StormSpec, TenantLoad } from "../plan/load-schema.ts";
import type { QueryWeights } from "../plan/query-templates.ts";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";
import { floodLanes, type PlannedTenants } from "./flood-lanes.ts";

/** The arrivals, time ranges and query weights of one tenant's query storm. */
export interface StormRun extends Arrivals {
  readonly rangesMs: readonly number[];
  /** The relative frequency of each query template in the storm; undefined for the default weights. */
  readonly weights?: QueryWeights | undefined;
}

export type TenantLoads = Readonly<Record<string, TenantLoad>>;

/** Returns the query storm of every tenant that has one. */
export function stormRuns(tenants: TenantLoads): readonly StormRun[] {
  return Object.entries(tenants).flatMap(([tenant, { storm }], index) =>
    storm === undefined ? [] : [stormRun(tenant, index, storm)],
  );
}

function stormRun(tenant: string, index: number, storm: StormSpec): StormRun {
  const { startS, forS, ratePerSecond: from, rangesS, mix } = storm;
  return {
    name: `storm_${index}`,
    tenant,
    startMs: Math.round(startS * 1000),
    ...arrivalsOf([{ forS, from, to: from }]),
    rangesMs: rangesS.map((rangeS) => Math.round(rangeS * 1000)),
    weights: mix,
  };
}

/** Returns the duration of the complete load in milliseconds. */
export function loadMs(plan: PlannedTenants): number {
  const ends = [...floodLanes(plan), ...stormRuns(plan.tenants)].map(({ startMs, forMs }) => startMs + forMs);
  return Math.max(0, ...ends);
}
