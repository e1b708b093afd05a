import { expect } from "chai";
import type { JsonObject } from "../base/json.ts";
import { articleConfig } from "./article.ts";
import { checkHistories } from "./check-history.ts";
import { historyTenant, historyTenantLimits } from "./history-tenant.ts";
import { tenantLoad } from "./load-schema.ts";

const daysS = (days: number): number => days * 86_400;

interface Given {
  readonly tenant?: string;
  readonly days?: number;
  readonly rangeDays?: number;
  readonly overrides?: Readonly<Record<string, JsonObject>>;
  readonly config?: JsonObject;
}

function check({
  tenant = "payments",
  days = 1,
  rangeDays = 1,
  overrides = {},
  config = articleConfig,
}: Given): void {
  const load = tenantLoad.parse({
    history: { spanS: daysS(days), lines: 100 },
    storm: { ratePerSecond: 1, forS: 1, rangesS: [900, daysS(rangeDays)] },
  });
  checkHistories({
    tenants: { [tenant]: load },
    overrides: { [historyTenant]: historyTenantLimits, ...overrides },
    config,
    createdAt: "2026-11-23T09:00:00Z",
  });
}

const path = "tenants.payments.history.spanS";

describe("the reach of a history", () => {
  it("is 6 days and 20 hours by Loki's defaults, and not 7 days", () => {
    check({ days: 6 + 20 / 24 });
    expect(() => check({ days: 7 })).to.throw(
      `${path}: expected at most 166.83 h (reject_old_samples_max_age is 7d), got 168 h`,
    );
  });

  it("is what the tenant's override says", () => {
    check({ days: 20, overrides: { payments: { reject_old_samples_max_age: "30d" } } });
    check({ days: 20, overrides: { payments: { reject_old_samples: false } } });
    expect(() => check({ days: 2, overrides: { payments: { reject_old_samples_max_age: "1d" } } })).to.throw(
      path,
    );
  });

  it("is 30 days for a tenant of our own, with ranges as long", () => {
    check({ tenant: "lokiproof-history", days: 30, rangeDays: 30 });
  });

  it("ends where retention begins, a query may not look, or the schema had not begun", () => {
    const payments = { reject_old_samples: false };
    const refused = (limits: JsonObject, days: number): (() => void) => {
      return () => check({ days, overrides: { payments: { ...payments, ...limits } } });
    };
    expect(refused({ retention_period: "48h" }, 2)).to.throw("retention_period is 48h");
    expect(refused({ max_query_lookback: "12h" }, 1)).to.throw("max_query_lookback is 12h");
    expect(refused({ retention_period: "0s" }, 340)).to.throw("the schema begins on 2026-01-01");
  });

  it("does not limit retention where none is applied", () => {
    const limits = { reject_old_samples: false, retention_period: "48h" };
    check({ days: 4, overrides: { payments: limits }, config: { ...articleConfig, compactor: {} } });
  });
});

describe("the ranges of a storm", () => {
  it("are no longer than a query may be", () => {
    check({ rangeDays: 30 });
    expect(() => check({ rangeDays: 31 })).to.throw(
      "tenants.payments.storm.rangesS.1: expected a range of at most 721h (max_query_length), got 744 h",
    );
  });
});
