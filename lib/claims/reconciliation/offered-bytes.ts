import { bytesOf } from "../../plan/flood-curve.ts";
import type { Plan } from "../../plan/plan.ts";
import { plannedFloods } from "../../plan/tenant-groups.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import type { Reconciled } from "./reconciled.ts";

/** The maximum difference between offered bytes and planned bytes, as a share of the planned bytes. */
const tolerance = 0.01;

/**
 * Compares the bytes of log lines sent to each flooded tenant with the tenant's plan. Counts all sent bytes, even those
 * that Loki refused. Compares a group's tenants in total. If a flood is not a whole number of pushes, the difference
 * can be up to one push.
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
