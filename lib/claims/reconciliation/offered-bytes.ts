import { bytesOf } from "../../plan/flood-curve.ts";
import type { Plan } from "../../plan/plan.ts";
import { plannedFloods } from "../../plan/tenant-groups.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import type { Reconciled } from "./reconciled.ts";

/** How far what was offered may be from what was planned. */
const tolerance = 0.01;

/**
 * The bytes of log lines that were sent to each flooded tenant, whatever became of them, against those of its plan; of
 * a group, to all of its tenants together. A flood that is not a whole number of pushes may lack a part of one, or have
 * one more.
 */
export function reconcileOffered(
  plan: Pick<Plan, "tenants" | "tenantGroups">,
  pushes: readonly PushRecord[],
): readonly Reconciled[] {
  const sent = new Map<string, number>();
  for (const { tenant, lineBytes } of pushes) sent.set(tenant, (sent.get(tenant) ?? 0) + lineBytes);
  return plannedFloods(plan).map(({ name, tenants, flood }) => {
    const planned = bytesOf(flood.steps);
    return {
      what: `${name}: bytes of log lines offered`,
      observed: tenants.reduce((sum, tenant) => sum + (sent.get(tenant) ?? 0), 0),
      least: Math.floor(planned * (1 - tolerance) - flood.pushBytes),
      most: Math.ceil(planned * (1 + tolerance) + flood.pushBytes),
    };
  });
}
