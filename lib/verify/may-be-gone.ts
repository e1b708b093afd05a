import type { Plan } from "../plan/plan.ts";
import { statedLimit } from "../promises/limits.ts";
import { retentionMs } from "../promises/retention.ts";

/**
 * Returns a function that explains why lines of a tenant as old as `oldestNs` are permitted to be gone, or returns
 * undefined if such lines must still be there. Lines are permitted to be gone if the compactor applies retention
 * (`compactor.retention_enabled`) and the planned retention has passed.
 */
export function mayBeGone(
  plan: Plan,
  nowMs: number,
): (tenant: string, oldestNs: bigint) => string | undefined {
  return (tenant, oldestNs) => {
    if (Number(oldestNs / 1_000_000n) > nowMs - retentionMs(plan, tenant)) return undefined;
    const kept = statedLimit(plan, tenant, "retention_period");
    return `${tenant} keeps its lines for ${JSON.stringify(kept)}, and the oldest are older`;
  };
}
