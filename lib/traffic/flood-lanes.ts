import type { FloodSpec } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { type Arrivals, arrivalsOf, type Schedule, scheduleOf } from "./arrivals.ts";
import { type Members, memberOf, membersOf } from "./group-members.ts";
import { pushLineBytes } from "./line-geometry.ts";
import { mix } from "./line-id.ts";
import { generationOf, streamOf } from "./stream-labels.ts";

/**
 * The flood of one tenant or tenant group. It has separate virtual users, so a request that hangs in one lane never
 * delays an arrival of another lane. Arrival n of the lane is its push number n.
 */
export interface FloodLane extends Arrivals {
  /** The name of the lane's tenant, or for a group its prefix and "*". */
  readonly tenant: string;
  readonly members?: Members;
  readonly streams: number;
  readonly churn?: FloodSpec["churn"];
  readonly labels?: FloodSpec["labels"];
  readonly linesPerPush: number;
  /** The mean length of a log line in bytes. */
  readonly lineBytes: number;
  readonly stepNs: number;
  readonly format: FloodSpec["format"];
}

export type PlannedTenants = Pick<Plan, "tenants" | "tenantGroups" | "seed">;

/** Returns the complete flood of a plan: one lane for each tenant and each group. */
export function floodLanes({ tenants, tenantGroups, seed }: PlannedTenants): readonly FloodLane[] {
  const single = Object.entries(tenants).flatMap(([tenant, { flood }], index) =>
    flood === undefined ? [] : [laneOf(`flood_${index}`, tenant, flood)],
  );
  const groups = tenantGroups.map(({ flood, ...group }, index) => ({
    ...laneOf(`flood_group_${index}`, `${group.prefix}*`, flood),
    members: membersOf(group, mix(seed, index)),
  }));
  return [...single, ...groups];
}

function laneOf(name: string, tenant: string, flood: FloodSpec): FloodLane {
  const { streams, lineBytes, format, churn, labels } = flood;
  const linesPerPush = Math.max(1, Math.round(flood.pushBytes / lineBytes));
  const perPush = pushLineBytes({ lineBytes, linesPerPush });
  const curve = flood.steps.map(({ forS, rateBytesPerSecond: from, toBytesPerSecond: to = from }) => ({
    forS,
    from: from / perPush,
    to: to / perPush,
  }));
  const arrivals = arrivalsOf(curve);
  // The time between entries is one microsecond, or less if the entries of a push would not fit into one second.
  const stepNs = Math.max(1, Math.min(1000, Math.floor(1e9 / linesPerPush)));
  return {
    name,
    tenant,
    startMs: Math.round(flood.startS * 1000),
    ...arrivals,
    streams,
    ...(churn ? { churn } : {}),
    ...(labels ? { labels } : {}),
    linesPerPush,
    lineBytes,
    stepNs,
    format,
  };
}

/** The tenant, stream and sequence numbers of one push. */
export interface PushPlace {
  readonly tenant: string;
  readonly stream: number;
  /** The sequence number of the push's first entry. No other push of the lane has the same entries. */
  readonly firstSequence: number;
  /** When the push is due, in nanoseconds after its lane began. */
  readonly dueNs: number;
}

/**
 * Returns a function that maps an arrival's number to its push's tenant, stream and sequence numbers. Values that do
 * not depend on the arrival are computed only once.
 */
export function placesOf(lane: FloodLane): (arrival: number) => PushPlace {
  const schedule: Schedule = scheduleOf(lane);
  const { members, streams, churn, linesPerPush } = lane;
  return (arrival) => {
    const dueNs = schedule.dueNs(arrival);
    const slot =
      members === undefined ? arrival % streams : (mix(members.seed, -1 - arrival) >>> 0) % streams;
    const generation = churn === undefined ? 0 : generationOf(slot, { streams, churn, atS: dueNs / 1e9 });
    return {
      tenant: members === undefined ? lane.tenant : memberOf(members, arrival),
      stream: streamOf(slot, generation),
      firstSequence: arrival * linesPerPush,
      dueNs,
    };
  };
}
