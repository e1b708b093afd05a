import type { StormSpec, TenantLoad } from "../plan/load-schema.ts";
import type { QueryWeights } from "../plan/query-templates.ts";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";
import { floodLanes, type PlannedTenants } from "./flood-lanes.ts";

/** One tenant's storm. */
export interface StormRun extends Arrivals {
  readonly rangesMs: readonly number[];
  /** How often each query template comes; undefined: as often as by default. */
  readonly weights?: QueryWeights | undefined;
}

export type TenantLoads = Readonly<Record<string, TenantLoad>>;

/** Every tenant's storm, each beginning where its spec says. */
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

/** How long the whole load lasts. */
export function loadMs(plan: PlannedTenants): number {
  const ends = [...floodLanes(plan), ...stormRuns(plan.tenants)].map(({ startMs, forMs }) => startMs + forMs);
  return Math.max(0, ...ends);
}
