import { expect } from "chai";
import { silentProgress } from "../../lib/base/log.ts";
import { testTenants } from "../../lib/claims/all.ts";
import type { Fault } from "../../lib/plan/fault-schema.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import type { RatioBudget } from "../../lib/plan/ratio-schema.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import type { LocalStack } from "../../lib/stack/local/local-stack.ts";
import { type Blame, type Blamed, blame, expectBlamed, floodOf, stormOf } from "../fixtures/blame.fixture.ts";
import { onePushEach } from "../fixtures/flood.fixture.ts";
import { ownStateFolder } from "../fixtures/live-stack.fixture.ts";

const { signal } = new AbortController();

function pauseFor(forS: number, pause: "distributor" | "querier" = "distributor"): Fault {
  return { pause, atS: 5, forS };
}

/**
 * The duration of the distributors' pause, longer than the timeout of a request. The pause is from second 5 to 19 of
 * 24.
 */
const longPauseS = 14;
const windows = {
  before: { fromS: 0, toS: 5 },
  paused: { fromS: 5, toS: 19 },
  after: { fromS: 20, toS: 24 },
};
const sides = { tenant: "payments", alone: ["before", "after"], together: ["paused"] };
const ratios: RatioBudget[] = [
  {
    ...sides,
    name: "paused-on-pushes",
    measure: "response",
    operation: "push",
    quantile: "p50",
    floorMs: 250,
    maxRatio: 4,
  },
  { ...sides, name: "paused-on-accepted", measure: "accepted", maxRatio: 1.01 },
];

describe("whose fault a slow or dropped load is", function () {
  this.timeout(180_000);
  ownStateFolder();
  let stack: LocalStack;
  let plan: Plan;

  before(async () => {
    const loaded = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, testTenants);
    const one = { querier: 1, "query-frontend": 1, "query-scheduler": 1, "index-gateway": 1, compactor: 1 };
    plan = { ...loaded.plan, replicas: { ...loaded.plan.replicas, distributor: 2, ruler: 0, ...one } };
    // The tenant checkout has lower limits in Loki than in the plan by which its load is judged.
    const checkout = { ...plan.overrides["checkout"], ...onePushEach, max_query_length: "25h" };
    const given = { ...plan, overrides: { ...plan.overrides, checkout } };
    stack = await upLocal(given, { progress: silentProgress, signal });
  });

  after(async () => stack[Symbol.asyncDispose]());

  /**
   * Floods the tenant payments while these faults are injected. Judges the run with the load, latency and faults
   * suites.
   */
  async function blamed(faults: readonly Fault[], over: Partial<Blamed> = {}): Promise<Blame> {
    const suites = ["load", "latency", "faults"];
    return blame(stack, plan, { tenants: { payments: { flood: floodOf() } }, suites, faults, ...over });
  }

  it("distributors and queriers paused for 5 s: the stall stands in the p99, and Loki is to blame", async () => {
    const tenants = { payments: { flood: floodOf(), storm: stormOf(20, 900) } };
    const judged = await blamed([pauseFor(5), pauseFor(5, "querier")], { tenants });
    const { outcomes, told, latency } = judged;
    expect(latency.count, told).to.be.within(390, 410);
    expect(latency.responseMs.p99, told).to.be.within(4000, 8000);
    expect(outcomes, told).to.include({ "faults.injected": "pass", "load.kept-up": "pass" });
    expectBlamed(judged, ["latency.push", "latency.query"]);
  });

  it("a closed loop of the same flood hides the same stall", async () => {
    const { latency, told, outcomes } = await blamed([pauseFor(5)], { closedLoop: true });
    expect(outcomes["faults.injected"], told).to.equal("pass");
    expect(latency.count).to.be.within(200, 320);
    expect(latency.serviceMs.max).to.be.greaterThan(4000);
    expect(latency.serviceMs.p99).to.be.lessThan(500);
  });

  it("a generator that stops for 2 s: what users would have waited parts from what Loki took, and nobody is blamed", async () => {
    const { outcomes, told, exitCode, latency } = await blamed([{ stall: "generators", atS: 5, forS: 2 }], {
      tenants: { payments: { flood: floodOf({}, 14) } },
    });
    expect(latency.responseMs.p99, told).to.be.within(1500, 4000);
    expect(latency.serviceMs.p99, told).to.be.lessThan(750);
    expect(outcomes, told).to.include({ "faults.injected": "pass", "latency.push": "unknown" });
    expect(exitCode).to.equal(2);
  });

  it("distributors paused until the virtual users run out: Loki did not keep up, took less and let others wait", async () => {
    const tenants = { payments: { flood: floodOf({}, 24) } };
    const suites = ["load", "latency", "faults", "reconciliation", "neighbour"];
    const judged = await blamed([pauseFor(longPauseS)], { tenants, suites, ratios, windows });
    expect(judged.outcomes["faults.injected"], judged.told).to.equal("pass");
    expectBlamed(judged, [
      "load.kept-up",
      "load.answers",
      "latency.push",
      "reconciliation.offered",
      "neighbour.pushes",
      "neighbour.accepted",
    ]);
    if (judged.exitCode === 1) expect(judged.told).to.contain("Loki did not keep up");
  });

  it("a tenant that is allowed less than was planned: its pushes and long queries are refused, and that is Loki's doing", async () => {
    const tenants = { checkout: { flood: floodOf({}, 2), storm: stormOf(2, 36 * 3600) } };
    const judged = await blamed([], { tenants, suites: ["load"] });
    expectBlamed(judged, ["load.within-limits", "load.long-ranges", "load.answers"]);
  });

  it("k6 held to a tenth of a core: nothing is known of Loki, and the reason is said", async () => {
    const flood = floodOf({ steps: [{ forS: 15, rateBytesPerSecond: 1_600_000 }], pushBytes: 4000 });
    const { outcomes, told, exitCode } = await blamed(
      [{ throttle: "generators", cores: 0.1, atS: 2, forS: 10 }],
      { tenants: { payments: { flood } } },
    );
    expect(Object.values(outcomes), told).to.include("unknown").and.not.include("fail");
    expect(told).to.match(/k6 flood could not run as it wanted in .* it had 0\.[0-2]\d of a core/);
    expect(exitCode).to.equal(2);
  });
});
