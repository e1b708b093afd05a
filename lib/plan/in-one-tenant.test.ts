import { expect } from "chai";
import { HarnessError } from "../base/errors.ts";
import { inOneTenant } from "./in-one-tenant.ts";
import { tenantGroup, tenantLoad } from "./load-schema.ts";
import { ratioBudget } from "./ratio-schema.ts";

type Parts = Parameters<typeof inOneTenant>[0];

const flood = { steps: [{ forS: 10, rateBytesPerSecond: 1_000_000 }] };
const storm = { ratePerSecond: 1, forS: 10, rangesS: [900] };
const none: Parts = {
  config: { auth_enabled: false },
  overrides: {},
  tenants: {},
  tenantGroups: [],
  budgets: [],
  ratios: [],
};
const budget = (tenant: string): Parts["budgets"][number] => ({
  tenant,
  operation: "push",
  quantile: "p99",
  maxMs: 1000,
});

describe("a plan without multi-tenancy", () => {
  it("gives Loki's one tenant the fullest load, its budgets, and its own override alone", () => {
    const { plan, warnings } = inOneTenant({
      ...none,
      overrides: { a: { ingestion_rate_mb: 1 }, fake: { ingestion_rate_mb: 2 }, "lokiproof-rate": {} },
      tenants: { a: tenantLoad.parse({ flood }), b: tenantLoad.parse({ flood, storm }) },
      budgets: [budget("a"), budget("b")],
    });
    expect(plan.tenants).to.deep.equal({ fake: tenantLoad.parse({ flood, storm }) });
    expect(plan.budgets).to.deep.equal([budget("fake")]);
    expect(plan.overrides).to.deep.equal({ fake: { ingestion_rate_mb: 2 } });
    expect(warnings.join("\n")).to.match(
      /one tenant "fake".*\n.*load of b is written to it.*load of a is left/,
    );
  });

  it("keeps how OTLP attributes become labels with the load that is sent so", () => {
    const otlp = { otlp_config: { resource_attributes: { ignore_defaults: true } } };
    const { plan } = inOneTenant({
      ...none,
      overrides: { a: { ...otlp, ingestion_rate_mb: 1 } },
      tenants: { a: tenantLoad.parse({ flood }) },
    });
    expect(plan.overrides).to.deep.equal({ fake: otlp });
  });

  it("is left as it is where there are many tenants", () => {
    const many = { ...none, config: {}, tenants: { a: tenantLoad.parse({ flood }) } };
    expect(inOneTenant(many)).to.deep.equal({ plan: many, warnings: [] });
  });

  it("refuses what one tenant cannot have", () => {
    const group = tenantGroup.parse({ prefix: "team-", count: 3, flood });
    const ratio = ratioBudget.parse({
      name: "x",
      tenant: "a",
      measure: "accepted",
      alone: ["x"],
      together: ["y"],
      maxRatio: 1.5,
    });
    const refused: readonly Parts[] = [
      { ...none, tenantGroups: [group] },
      { ...none, tenants: { a: tenantLoad.parse({ flood }) }, ratios: [ratio] },
    ];
    for (const plan of refused) expect(() => inOneTenant(plan)).to.throw(HarnessError, /auth_enabled: false/);
  });
});
