import { expect } from "chai";
import * as fc from "fast-check";
import { loadPlan } from "../../plan/load-plan.ts";
import type { Plan } from "../../plan/plan.ts";
import { querySettings } from "../../promises/query-settings.ts";
import { routing } from "./claim.ts";
import { routingTenant, shardBytes } from "./routing-tenant.ts";
import { expectedLinks } from "./scheduler-links.ts";
import { fewestShards } from "./sharded-lines.ts";
import { splitRange } from "./split-range.ts";

let article: Plan;
before(async () => {
  article = (await loadPlan({ scenario: "smoke", provider: "local", now: new Date() }, {})).plan;
});

function withConfig(config: Plan["config"], replicas: Partial<Plan["replicas"]> = {}): Plan {
  return {
    ...article,
    config: { ...article.config, ...config },
    replicas: { ...article.replicas, ...replicas },
  };
}

describe("querySettings", () => {
  it("takes the article's values", () => {
    expect(querySettings(article, routingTenant)).to.deep.equal({
      splitIntervalMs: 900_000,
      ingestersWithinMs: 10_800_000,
      maxQueryParallelism: 64,
      tsdbMaxQueryParallelism: 128,
      maxConcurrent: 8,
      schedulers: 2,
      gateways: 2,
    });
  });

  it("expects a tenant's share of the index gateways, and a shuffle shard of a ring", () => {
    const gateways = { "index-gateway": 5 };
    const share = withConfig({ limits_config: { index_gateway_max_capacity: 0.5 } }, gateways);
    expect(querySettings(share, "a").gateways).to.equal(3);
    expect(querySettings(withConfig({ index_gateway: { mode: "ring" } }, gateways), "a").gateways).to.equal(
      3,
    );
    expect(querySettings(withConfig({}, gateways), "a").gateways).to.equal(5);
  });

  it("expects every scheduler to hold all frontends and queriers", () => {
    expect(expectedLinks(article)).to.deep.equal({ frontendStreams: 10, querierStreams: 16 });
  });
});

describe("splitRange", () => {
  it("is whole intervals that end before the ingesters' window", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_700_000_000_000, max: 2_000_000_000_000 }),
        fc.integer({ min: 1, max: 96 }),
        (now, n) => {
          const settings = { ...querySettings(article, routingTenant), splitIntervalMs: n * 900_000 };
          const { startMs, endMs, splits } = splitRange(now, settings);
          expect(endMs % settings.splitIntervalMs).to.equal(0);
          expect(now - endMs).to.be.at.least(settings.ingestersWithinMs);
          expect((endMs - startMs) / settings.splitIntervalMs).to.equal(splits);
        },
      ),
    );
  });
});

describe("the routing tenant", () => {
  it("has the shard size that its lines are measured by, many times over", () => {
    expect(routing.tenants?.[routingTenant]?.["tsdb_max_bytes_per_shard"]).to.equal("4KB");
    expect(shardBytes).to.equal(4096);
    expect(fewestShards).to.be.at.least(8);
  });
});
