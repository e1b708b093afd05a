import { megabytes } from "../base/loki-size.ts";
import { bytesOf, peakOf } from "../plan/flood-curve.ts";
import type { FloodSpec, TenantLoad } from "../plan/load-schema.ts";
import type { Plan } from "../plan/plan.ts";
import type { QueryWeights } from "../plan/query-templates.ts";
import { sparkline } from "../plan/sparkline.ts";
import { memberNames, shareOf } from "../plan/tenant-groups.ts";
import { type FloodLane, floodLanes, type PlannedTenants, placesOf } from "../traffic/flood-lanes.ts";
import { loadMs } from "../traffic/schedule.ts";
import { streamsInAll } from "../traffic/stream-labels.ts";

const curveColumns = 32;

/**
 * Describes the load of each tenant and tenant group for the person who is about to run it, from the run's own
 * schedule.
 */
export function describeLoad(plan: PlannedTenants): readonly string[] {
  const lanes = floodLanes(plan);
  const spanS = loadMs(plan) / 1000;
  const laneOf = (tenant: string): FloodLane | undefined => lanes.find((lane) => lane.tenant === tenant);
  const single = Object.entries(plan.tenants).flatMap(([tenant, load]) =>
    titled(tenant, [
      ...flooded(load.flood, laneOf(tenant), spanS),
      ...stormed(load),
      ...(load.history ? [`history ${load.history.lines} lines over ${hours(load.history.spanS)}`] : []),
    ]),
  );
  const groups = plan.tenantGroups.flatMap((group) => {
    const lane = laneOf(`${group.prefix}*`);
    return titled(`${group.prefix}*`, [...flooded(group.flood, lane, spanS), ...grouped(group, lane)]);
  });
  const curves =
    lanes.length > 0 ? [`curves span the load's ${rounded(spanS)} s, each drawn to its own peak`] : [];
  return [...curves.map((line) => `  ${line}`), ...single, ...groups];
}

function titled(name: string, parts: readonly string[]): readonly string[] {
  return parts.map((part, index) => `  ${(index === 0 ? name : "").padEnd(11)} ${part}`);
}

function flooded(
  flood: FloodSpec | undefined,
  lane: FloodLane | undefined,
  spanS: number,
): readonly string[] {
  if (flood === undefined || lane === undefined) return [];
  const { steps, startS, streams, churn, labels } = flood;
  const forS = lane.forMs / 1000;
  const bytes = bytesOf(steps);
  const curve = sparkline(steps, { startS, spanS, columns: curveColumns });
  const rate = `${megabytes(peakOf(steps))}/s at most, ${megabytes(bytes / forS)}/s on average, from second ${startS} for ${rounded(forS)} s`;
  const inAll = streamsInAll({ streams, churn, forS });
  const all = inAll === streams ? `${streams} streams` : `${streams} streams at a time, ${inAll} in all`;
  const each = lane.members === undefined ? "" : " of each tenant";
  const further = Object.entries(labels ?? {}).map(([name, values]) => `, ${name} of ${values} values`);
  return [
    `flood   ${curve}  ${rate}`,
    `        ${megabytes(bytes)} in ${lane.planned} pushes, to ${all}${each}${further.join("")}`,
  ];
}

function grouped(group: Plan["tenantGroups"][number], lane: FloodLane | undefined): readonly string[] {
  if (lane === undefined) return [];
  const names = memberNames(group);
  const placeOf = placesOf(lane);
  const reached = new Set(Array.from({ length: lane.planned }, (_, arrival) => placeOf(arrival).tenant));
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const largest = `${first} ${(shareOf(group, 0) * 100).toPrecision(3)} %`;
  const smallest = `${last} ${(shareOf(group, names.length - 1) * 100).toPrecision(2)} %`;
  return [
    `        tenants by Zipf: ${largest} to ${smallest}; ${reached.size} of ${names.length} get a push`,
  ];
}

function stormed({ storm }: TenantLoad): readonly string[] {
  if (storm === undefined) return [];
  const { startS, ratePerSecond, forS, rangesS } = storm;
  const rate = `${rounded(ratePerSecond)} queries/s from second ${startS} for ${forS} s`;
  return [`storm   ${rate} over ${rangesS.map(hours).join(", ")}${mixed(storm.mix)}`];
}

function mixed(mix: QueryWeights | undefined): string {
  if (mix === undefined) return "";
  const parts = Object.entries(mix).filter(([, weight]) => weight > 0);
  return `: ${parts.map(([template, weight]) => `${weight} ${template}`).join(", ")}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function hours(seconds: number): string {
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${+(seconds / 3600).toFixed(1)} h`;
}
