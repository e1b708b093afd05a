import type { Plan } from "../../plan/plan.ts";
import type { RatioBudget } from "../../plan/ratio-schema.ts";
import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { floodLanes } from "../../traffic/flood-lanes.ts";
import { stormRuns } from "../../traffic/schedule.ts";

/**
 * Returns how many planned requests of a ratio's tenant were never sent. These requests would have been the slowest. A
 * neighbour's unsent requests do not count.
 */
export function unsentOf(
  budget: RatioBudget,
  plan: Plan,
  sent: { readonly pushes: readonly PushRecord[]; readonly queries: readonly QueryRecord[] },
): number {
  const isPush = budget.measure === "accepted" || budget.operation === "push";
  const lanes = isPush ? floodLanes(plan) : stormRuns(plan.tenants);
  const requests = isPush ? sent.pushes.filter(({ kind }) => kind === "flood") : sent.queries;
  const isMeant = ({ tenant }: { readonly tenant: string }): boolean =>
    budget.tenant === "*" || tenant === budget.tenant;
  const planned = lanes.filter(isMeant).reduce((sum, lane) => sum + lane.planned, 0);
  return Math.max(0, planned - requests.filter(isMeant).length);
}
