import type { Plan } from "../../plan/plan.ts";
import { offeredBytesPerSecond } from "../../plan/tenant-groups.ts";
import { allowedBytesPerSecond } from "../../promises/ingestion.ts";

/**
 * The factor between a tenant's offered bytes and what its rate limit must permit. Loki counts structured metadata
 * (`detected_level`) as well as the line, and three distributors share the rate unevenly.
 */
const headroom = 1.25;

/** Returns whether the tenant's load is so far below its rate limit that Loki must not refuse any of its pushes. */
export function staysWithinRate(plan: Plan, tenant: string): boolean {
  return offeredBytesPerSecond(plan, tenant) * headroom <= allowedBytesPerSecond(plan, tenant);
}
