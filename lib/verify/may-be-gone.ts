import { isObject } from "../base/json.ts";
import { lokiDurationMs } from "../scenario/loki-duration.ts";
import type { Plan } from "../scenario/plan.ts";

/**
 * Why lines of a tenant as old as `oldestNs` may be gone: its planned retention, where the compactor applies one
 * (`compactor.retention_enabled`), is over. Undefined where they must still be there.
 */
export function mayBeGone(
  { config, overrides }: Plan,
  nowMs: number,
): (tenant: string, oldestNs: bigint) => string | undefined {
  const { compactor, limits_config: limits } = config;
  if (!isObject(compactor) || compactor["retention_enabled"] !== true) return () => undefined;
  return (tenant, oldestNs) => {
    const said =
      overrides[tenant]?.["retention_period"] ?? (isObject(limits) ? limits["retention_period"] : undefined);
    const retentionMs = lokiDurationMs(said) ?? 0;
    // 0, Loki's default: kept for ever (pkg/compactor/retention/expiration.go, 3.7.8).
    if (retentionMs === 0 || Number(oldestNs / 1_000_000n) > nowMs - retentionMs) return undefined;
    return `${tenant} keeps its lines for ${JSON.stringify(said)}, and the oldest are older`;
  };
}
