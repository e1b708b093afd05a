import type { PushRecord } from "../load/request-record.ts";
import { floodSteps } from "../load/schedule.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Reconciled } from "./reconciled.ts";

/** How far what was offered may be from what was planned. */
const tolerance = 0.01;

/**
 * The lines that were sent to each flooded tenant, whatever became of them, against those of its plan: its bytes by
 * their mean length. A step of the flood that is not a whole number of pushes ends with one more.
 */
export function reconcileOffered(
  { tenants }: Pick<Plan, "tenants">,
  pushes: readonly PushRecord[],
): readonly Reconciled[] {
  const sent = Map.groupBy(pushes, ({ tenant }) => tenant);
  return Object.entries(tenants).flatMap(([tenant, { flood }]) => {
    if (flood === undefined) return [];
    const bytes = flood.steps.reduce((sum, step) => sum + step.forS * step.rateBytesPerSecond, 0);
    const planned = bytes / flood.lineBytes;
    const steps = floodSteps({ [tenant]: { flood } });
    const rounding = steps.reduce((sum, { linesPerPush }) => sum + linesPerPush, 0);
    return [
      {
        what: `${tenant}: lines offered`,
        observed: (sent.get(tenant) ?? []).reduce((sum, { lines }) => sum + lines, 0),
        least: Math.floor(planned * (1 - tolerance)),
        most: Math.ceil(planned * (1 + tolerance) + rounding),
      },
    ];
  });
}
