import { z } from "zod";
import { jsonObject } from "../../plan/json-schema.ts";

/**
 * The answer that several Loki processes gave for one tenant's limits. `limits` is set if the status was 200; otherwise
 * `answer` holds the answer.
 */
export const limitsShown = z.strictObject({
  members: z.array(z.string()).min(1),
  limits: jsonObject.optional(),
  answer: z.string().optional(),
});
export type LimitsShown = z.infer<typeof limitsShown>;

export const memberRuntime = z.strictObject({
  component: z.string(),
  url: z.string(),
  /** `loki_runtime_config_last_reload_successful`: 1 or 0. Absent if Loki has no runtime config. */
  reloadSuccessful: z.number().optional(),
  /** `loki_runtime_config_hash`: the hash of the merged runtime files in effect. */
  hash: z.string().optional(),
  startedAtMs: z.number().optional(),
  error: z.string().optional(),
});
export type MemberRuntime = z.infer<typeof memberRuntime>;

export const effectiveRecord = z.strictObject({
  /**
   * True if this Loki shows no tenant's limits. In this case only the limits of tenants without an override were read.
   */
  defaultsOnly: z.boolean().optional(),
  tenants: z.record(z.string(), z.array(limitsShown)),
  members: z.record(z.string(), memberRuntime),
  /** How often a distributor counts the healthy distributors. The distributor divides a tenant's rate by this count. */
  distributorHeartbeatMs: z.number().optional(),
});
export type EffectiveRecord = z.infer<typeof effectiveRecord>;
