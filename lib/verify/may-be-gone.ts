import type { Plan } from "../plan/plan.ts";
import { statedLimit } from "../promises/limits.ts";
import { retentionMs } from "../promises/retention.ts";

/**
 * Why lines of a tenant as old as `oldestNs` may be gone: its planned retention, if the compactor applies one
 * (`compactor.retention_enabled`), is over. Undefined if they must still be there.
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
