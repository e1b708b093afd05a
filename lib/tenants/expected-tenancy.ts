import { isObject } from "../base/json.ts";
import type { Plan } from "../scenario/plan.ts";

/** Whether the plan wants one tenant for all: then there is nothing to isolate. Loki's own default is many. */
export function singleTenant({ config }: Pick<Plan, "config">): boolean {
  return config["auth_enabled"] === false;
}

/** Whether the plan lets a query span tenants (`A|B`); Loki's own default is that it does not. */
export function multiTenantQueries({ config }: Pick<Plan, "config">): boolean {
  const { querier } = config;
  return isObject(querier) && querier["multi_tenant_queries_enabled"] === true;
}
