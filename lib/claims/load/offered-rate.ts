import type { Plan } from "../../plan/plan.ts";
import { offeredBytesPerSecond } from "../../plan/tenant-groups.ts";
import { allowedBytesPerSecond } from "../../promises/ingestion.ts";

/** Loki counts structured metadata (`detected_level`) beside the line, and three distributors share the rate unevenly. */
const headroom = 1.25;

/** Far enough below its rate that no push of it may be refused. */
export function staysWithinRate(plan: Plan, tenant: string): boolean {
  return offeredBytesPerSecond(plan, tenant) * headroom <= allowedBytesPerSecond(plan, tenant);
}
