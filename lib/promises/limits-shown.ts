import { lokiIsAtLeast, type PlannedVersion } from "./loki-is.ts";

/**
 * Reports whether the planned Loki serves a tenant's limits at /config/tenant/v1/limits (pkg/loki/loki.go, read in each
 * release from 3.5.0 to 3.7.8).
 */
export function showsTenantLimits(loki: PlannedVersion): boolean {
  return lokiIsAtLeast(loki, "3.6");
}
