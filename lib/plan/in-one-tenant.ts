import { usageError } from "../base/errors.ts";
import { type JsonObject, layer } from "../base/json.ts";
import { isSingleTenant, singleTenantName } from "../promises/tenancy.ts";
import type { TenantLoad } from "./load-schema.ts";
import type { Plan } from "./plan.ts";

type Parts = Pick<Plan, "config" | "overrides" | "tenants" | "tenantGroups" | "budgets" | "ratios">;

/**
 * Adapts a plan to `auth_enabled: false`, when Loki has a single tenant whatever X-Scope-OrgID says. The single tenant
 * gets the load of the scenario's tenant with the most parts (flood, storm, history). Only the single tenant's own
 * runtime overrides count. Throws usageError if the scenario compares tenants, or has only tenant groups.
 */
export function inOneTenant<Planned extends Parts>(
  plan: Planned,
): { readonly plan: Planned; readonly warnings: readonly string[] } {
  if (!isSingleTenant(plan)) return { plan, warnings: [] };
  const [chosen, ...others] = Object.entries(plan.tenants).sort(([, a], [, b]) => parts(b) - parts(a));
  refuseManyTenants(plan, chosen === undefined);
  const name = chosen?.[0] ?? singleTenantName;
  return {
    plan: {
      ...plan,
      tenants: chosen === undefined ? {} : { [singleTenantName]: chosen[1] },
      tenantGroups: [],
      budgets: plan.budgets
        .filter(({ tenant }) => tenant === name)
        .map((budget) => ({ ...budget, tenant: singleTenantName })),
      overrides: overridesOfOne(plan.overrides, name),
    },
    warnings: [
      `auth_enabled: false: Loki has the one tenant "${singleTenantName}" for everybody`,
      ...(chosen === undefined ? [] : [`the load of ${name} is written to it${leftOut(others, plan)}`]),
    ],
  };
}

function parts(load: TenantLoad): number {
  return Object.keys(load).length;
}

function refuseManyTenants({ ratios, tenantGroups }: Parts, hasNoTenant: boolean): void {
  const why =
    ratios.length > 0
      ? "the scenario compares tenants (ratios)"
      : hasNoTenant && tenantGroups.length > 0
        ? "the scenario has groups of tenants only (tenantGroups)"
        : undefined;
  if (why === undefined) return;
  throw usageError(`with auth_enabled: false, Loki has only one tenant, but ${why}`, {
    code: "ONE_TENANT_ONLY",
    hint: "run smoke with this config, or this scenario with auth_enabled: true",
  });
}

function leftOut(others: readonly (readonly [string, TenantLoad])[], { tenantGroups }: Parts): string {
  const names = [...others.map(([name]) => name), ...tenantGroups.map(({ prefix }) => `${prefix}*`)];
  return names.length === 0 ? "" : `; the load of ${names.join(", ")} is left out`;
}

/**
 * Keeps the single tenant's own overrides. Adds the `otlp_config` of the tenant whose load was chosen, which maps OTLP
 * attributes to labels (otlp-labels.ts).
 */
function overridesOfOne(overrides: Plan["overrides"], chosen: string): Record<string, JsonObject> {
  const { otlp_config: otlp } = overrides[chosen] ?? {};
  const own = layer(overrides[singleTenantName] ?? {}, otlp === undefined ? {} : { otlp_config: otlp });
  return Object.keys(own).length === 0 ? {} : { [singleTenantName]: own };
}
