import { expect } from "chai";
import { testTenants } from "../claims/all.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Plan } from "../plan/plan.ts";
import { kneePlan, offering, scenarioPeak, stepSeconds } from "./knee-plan.ts";

let plan: Plan;

before(async () => {
  plan = (
    await loadPlan(
      { scenario: "smoke", provider: "local", now: new Date("2026-11-23T09:00:00Z") },
      testTenants,
    )
  ).plan;
});

describe("kneePlan", () => {
  it("raises the limits of the tenants it loads, in what the plan shows, and no others", () => {
    const raised = kneePlan(plan, { keepLimits: false });
    for (const tenant of Object.keys(plan.tenants)) {
      expect(raised.overrides[tenant]).to.include({
        ingestion_rate_mb: 100_000,
        per_stream_rate_limit: "100GB",
      });
    }
    expect(raised.overrides["lokiproof-rate"]).to.deep.equal(plan.overrides["lokiproof-rate"]);
    expect(raised.overrides["payments"]).to.include({ retention_period: "2160h" });
    expect(kneePlan(plan, { keepLimits: true }).overrides).to.deep.equal(plan.overrides);
  });

  it("has a budget for every operation, the scenario's own first", () => {
    expect(kneePlan(plan, { keepLimits: false }).budgets).to.deep.equal(plan.budgets);
    const none = kneePlan({ ...plan, budgets: [] }, { keepLimits: false }).budgets;
    expect(none.map(({ tenant, operation }) => `${tenant} ${operation}`)).to.deep.equal([
      "payments push",
      "checkout push",
      "sandbox push",
      "payments query",
      "checkout query",
    ]);
  });

  it("writes no history", () => {
    const loads = Object.values(kneePlan(plan, { keepLimits: false }).tenants);
    expect(loads.filter(({ history }) => history !== undefined)).to.deep.equal([]);
  });
});

function pushBytesAt(bytesPerSecond: number): number | undefined {
  const { tenants } = offering(plan, { bytesPerSecond, queriesPerSecond: 0, forS: 12 });
  return tenants["payments"]?.flood?.pushBytes;
}

describe("offering", () => {
  it("shares a rate out as the scenario has it, and offers nothing else", () => {
    const { tenants } = offering(plan, { bytesPerSecond: 22e6, queriesPerSecond: 0, forS: 12 });
    const rates = Object.values(tenants).map(({ flood }) => flood?.steps);
    expect(rates).to.deep.equal([
      [{ forS: 12, rateBytesPerSecond: 10e6 }],
      [{ forS: 12, rateBytesPerSecond: 4e6 }],
      [{ forS: 12, rateBytesPerSecond: 8e6 }],
    ]);
    expect(Object.values(tenants).filter(({ storm }) => storm !== undefined)).to.deep.equal([]);
  });

  it("makes larger pushes of more, not more of them", () => {
    expect([pushBytesAt(1e6), pushBytesAt(22e6), pushBytesAt(1e9)]).to.deep.equal([
      100_000, 333_333, 1_000_000,
    ]);
  });

  it("lasts as long as its budgets need for their samples, and no longer than it may", () => {
    const peak = scenarioPeak(plan);
    expect(stepSeconds(plan, { ...peak, queriesPerSecond: 0 }, 10)).to.equal(22);
    expect(stepSeconds(plan, { bytesPerSecond: 1e3, queriesPerSecond: 0 }, 10)).to.equal(40);
    expect(stepSeconds(plan, { bytesPerSecond: 50e6, queriesPerSecond: 0 }, 10)).to.equal(10);
    expect(stepSeconds(plan, { bytesPerSecond: 0, queriesPerSecond: 40 }, 10)).to.equal(10);
  });
});
