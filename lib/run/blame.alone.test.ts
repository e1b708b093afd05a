import { expect } from "chai";
import { silentProgress } from "../base/log.ts";
import { type Latency, latencyOf } from "../latency/latency-of.ts";
import type { Fault } from "../scenario/fault-schema.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import { type FloodSpec, floodSpec } from "../scenario/load-schema.ts";
import type { Plan } from "../scenario/plan.ts";
import { ownStateFolder } from "../stack/local/live-stack.fixture.ts";
import { upLocal } from "../stack/local/local-provider.ts";
import type { LocalStack } from "../stack/local/local-stack.ts";
import { type JudgedLoad, judgedLoad } from "./judged-load.fixture.ts";

const { signal } = new AbortController();

/** Twenty small pushes a second for so long: little work for Loki and for the generator. */
function floodOf(over: Partial<FloodSpec> = {}): FloodSpec {
  const steps = [{ forS: 20, rateBytesPerSecond: 160_000 }];
  return floodSpec.parse({ steps, streams: 3, pushBytes: 8000, ...over });
}

function pauseFor(forS: number): Fault {
  return { pause: "distributor", atS: 5, forS };
}

/** A fail; but where others kept this machine busy during the test, it must be unknown, and say so. */
function blamedOnLoki(told: string): readonly [outcome: string, exitCode: number] {
  const isBusy = /other processes kept this machine busy|could not run as it wanted/.test(told);
  return isBusy ? ["unknown", 2] : ["fail", 1];
}

interface Blame extends JudgedLoad {
  readonly latency: Latency;
}

describe("whose fault a slow or dropped load is", function () {
  this.timeout(180_000);
  ownStateFolder();
  let stack: LocalStack;
  let plan: Plan;

  before(async () => {
    const loaded = await loadPlan({ scenario: "quick", provider: "local", now: new Date() });
    const one = { querier: 1, "query-frontend": 1, "query-scheduler": 1, "index-gateway": 1, compactor: 1 };
    plan = { ...loaded.plan, replicas: { ...loaded.plan.replicas, distributor: 2, ruler: 0, ...one } };
    stack = await upLocal(plan, { progress: silentProgress, signal });
  });

  after(async () => stack[Symbol.asyncDispose]());

  /** Floods the stack with these faults beside it, and judges the run by its load, its latency and its faults. */
  async function blame(faults: readonly Fault[], flood = floodOf(), closedLoop = false): Promise<Blame> {
    const budget = { tenant: "payments", operation: "push", quantile: "p99", maxMs: 1000 } as const;
    const planned: Plan = {
      ...plan,
      tenants: { payments: { flood } },
      budgets: [budget],
      faults: [...faults],
      required: [],
    };
    const judged = await judgedLoad(stack, planned, { suites: ["load", "latency", "faults"], closedLoop });
    return { ...judged, latency: latencyOf(judged.pushes) };
  }

  it("distributors paused for 5 s: the stall stands in the p99, and Loki is to blame", async () => {
    const { outcomes, told, exitCode, latency } = await blame([pauseFor(5)]);
    expect(latency.count, told).to.be.within(390, 410);
    expect(latency.responseMs.p99, told).to.be.within(4000, 8000);
    expect(outcomes, told).to.include({ "faults.injected": "pass", "load.kept-up": "pass" });
    expect([outcomes["latency.push"], exitCode], told).to.deep.equal(blamedOnLoki(told));
  });

  it("a closed loop of the same plan hides the same stall", async () => {
    const { latency, told, outcomes } = await blame([pauseFor(5)], floodOf(), true);
    expect(outcomes["faults.injected"], told).to.equal("pass");
    expect(latency.count).to.be.within(200, 320);
    expect(latency.serviceMs.max).to.be.greaterThan(4000);
    expect(latency.serviceMs.p99).to.be.lessThan(500);
  });

  it("a generator that stops for 2 s: what users would have waited parts from what Loki took, and nobody is blamed", async () => {
    const { outcomes, told, exitCode, latency } = await blame([{ stall: "generators", atS: 5, forS: 2 }]);
    expect(latency.responseMs.p99, told).to.be.within(1500, 4000);
    expect(latency.serviceMs.p99, told).to.be.lessThan(750);
    expect(outcomes, told).to.include({ "faults.injected": "pass", "latency.push": "unknown" });
    expect(exitCode).to.equal(2);
  });

  it("distributors paused until the virtual users run out: Loki did not keep up", async () => {
    const { outcomes, told, exitCode } = await blame([pauseFor(9)]);
    expect(outcomes["faults.injected"], told).to.equal("pass");
    expect([outcomes["load.kept-up"], exitCode], told).to.deep.equal(blamedOnLoki(told));
    if (exitCode === 1) expect(told).to.contain("Loki did not keep up");
  });

  it("k6 held to a tenth of a core: nothing is known of Loki, and the reason is said", async () => {
    const flood = floodOf({ steps: [{ forS: 15, rateBytesPerSecond: 1_600_000 }], pushBytes: 4000 });
    const { outcomes, told, exitCode } = await blame(
      [{ throttle: "generators", cores: 0.1, atS: 2, forS: 10 }],
      flood,
    );
    expect(Object.values(outcomes), told).to.include("unknown").and.not.include("fail");
    expect(told).to.match(/k6 flood could not run as it wanted in .* it had 0\.[0-2]\d of a core/);
    expect(exitCode).to.equal(2);
  });
});
