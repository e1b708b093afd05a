import { settingAt } from "../base/json.ts";
import type { PlannedConfig } from "./planned-loki.ts";

/** The only tenant of a Loki without multi-tenancy, whatever X-Scope-OrgID says (pkg/util/constants, 3.7.8). */
export const singleTenantName = "fake";

/** Reports whether the plan disables multi-tenancy, so that everybody shares one tenant. By default Loki enables it. */
export function isSingleTenant({ config }: PlannedConfig): boolean {
  return config["auth_enabled"] === false;
}

/** Returns the tenant to which Loki assigns a request that lokiproof sends as `tenant`. */
export function tenantInLoki(plan: PlannedConfig, tenant: string): string {
  return isSingleTenant(plan) ? singleTenantName : tenant;
}

/** Reports whether the plan permits a query to span tenants (`A|B`). By default Loki does not. */
export function multiTenantQueries({ config }: PlannedConfig): boolean {
  return settingAt(config, ["querier", "multi_tenant_queries_enabled"]) === true;
}
