import { usageError } from "../base/errors.ts";
import { describeFault } from "../plan/fault-schema.ts";
import type { Plan } from "../plan/plan.ts";
import { loadMs } from "./schedule.ts";

/** Throws usageError for planned faults that begin after the load has ended, because their effect would not show. */
export function refuseLateFaults(plan: Pick<Plan, "faults" | "tenants" | "tenantGroups" | "seed">): void {
  const endS = loadMs(plan) / 1000;
  const late = plan.faults.filter(({ atS }) => atS >= endS);
  if (late.length === 0) return;
  throw usageError(
    late
      .map((fault) => `${describeFault(fault)}: the load is over at ${endS} s, expected it to begin before`)
      .join("\n"),
    { code: "LATE_FAULT", hint: "lower the fault's atS, or make the load longer" },
  );
}
