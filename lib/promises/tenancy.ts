import { settingAt } from "../base/json.ts";
import type { PlannedConfig } from "./planned-loki.ts";

/** The one tenant of a Loki without multi-tenancy, whatever X-Scope-OrgID says (pkg/util/constants, 3.7.8). */
export const singleTenantName = "fake";

/** Whether the plan wants one tenant for all. Loki's own default is many. */
export function isSingleTenant({ config }: PlannedConfig): boolean {
  return config["auth_enabled"] === false;
}

/** The tenant that Loki takes a request for, sent as `tenant`. */
export function tenantInLoki(plan: PlannedConfig, tenant: string): string {
  return isSingleTenant(plan) ? singleTenantName : tenant;
}

/** Whether the plan lets a query span tenants (`A|B`). Loki's own default is that it does not. */
export function multiTenantQueries({ config }: PlannedConfig): boolean {
  return settingAt(config, ["querier", "multi_tenant_queries_enabled"]) === true;
}
