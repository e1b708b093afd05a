import { expect } from "chai";
import { wallClock } from "../base/clock.ts";
import { silentProgress } from "../base/log.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { runFolder } from "../judge/run-folder-fixture.ts";
import { judge } from "../judge/run-suites.ts";
import { type Latency, latencyOf } from "../latency/latency-of.ts";
import { readPushes } from "../load/read-pushes.ts";
import { runLoad } from "../load/run-load.ts";
import type { Fault } from "../scenario/fault-schema.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import { type FloodSpec, floodSpec } from "../scenario/load-schema.ts";
import type { Plan } from "../scenario/plan.ts";
import { ownStateFolder } from "../stack/local/live-stack.fixture.ts";
import { upLocal } from "../stack/local/local-provider.ts";
import type { LocalStack } from "../stack/local/local-stack.ts";
import { provision } from "../toolchain/provision.ts";
import { verdictOf } from "../verdict/merge.ts";
import { withFaults } from "./inject-faults.ts";

const { signal } = new AbortController();

/** Twenty small pushes a second for so long: little work for Loki and for the generator. */
function floodOf(over: Partial<FloodSpec> = {}, forS = 20): FloodSpec {
  const steps = [{ forS, rateBytesPerSecond: 160_000 }];
  return floodSpec.parse({ steps, streams: 3, pushBytes: 8000, ...over });
}

function pauseFor(forS: number): Fault {
  return { pause: "distributor", atS: 5, forS };
}

interface Blame {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly messages: string;
  readonly exitCode: number;
  readonly latency: Latency;
}

describe("whose fault a slow or dropped load is", function () {
  this.timeout(180_000);
  ownStateFolder();
  let stack: LocalStack;
  let plan: Plan;
  let k6Path = "";

  before(async () => {
    const loaded = await loadPlan({ scenario: "quick", provider: "local", now: new Date() });
    const one = { querier: 1, "query-frontend": 1, "query-scheduler": 1, "index-gateway": 1, compactor: 1 };
    plan = { ...loaded.plan, replicas: { ...loaded.plan.replicas, distributor: 2, ruler: 0, ...one } };
    k6Path = (await provision({ loki: plan.lokiVersion }, { progress: silentProgress, signal })).k6.path;
    stack = await upLocal(plan, { progress: silentProgress, signal });
  });

  after(async () => stack[Symbol.asyncDispose]());

  /** Floods the stack with these faults beside it, and judges the run by its load, its latency and its faults. */
  async function blame(faults: readonly Fault[], flood = floodOf(), closedLoop = false): Promise<Blame> {
    const tenants = { payments: { flood } };
    const budgets: Plan["budgets"] = [
      { tenant: "payments", operation: "push", quantile: "p99", maxMs: 1000 },
    ];
    const planned = { ...plan, tenants, budgets, faults: [...faults], required: [] };
    await using folder = await runFolder(planned);
    await copySuites({ runDir: folder.dir, only: ["load", "latency", "faults"], userSuites: [] });
    const { gatewayUrl } = stack;
    const options = { plan: planned, runDir: folder.dir, progress: silentProgress };
    const load = runLoad({ ...options, gatewayUrl, k6Path, signal, closedLoop });
    await withFaults(load, { context: { ...options, stack, clock: wallClock }, signal });
    const { checks } = await judge(folder.dir, { signal });
    return {
      outcomes: Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome])),
      messages: checks.map(({ message }) => message ?? "").join("\n"),
      exitCode: verdictOf(checks, []).exitCode,
      latency: latencyOf(await readPushes(folder.dir)),
    };
  }

  it("distributors paused for 5 s: the stall stands in the p99, and Loki is to blame", async () => {
    const { outcomes, messages, exitCode, latency } = await blame([pauseFor(5)]);
    expect(latency.count, messages).to.be.within(390, 410);
    expect(latency.responseMs.p99, messages).to.be.within(4000, 8000);
    expect(outcomes, messages).to.include({ "faults.injected": "pass", "load.kept-up": "pass" });
    expect(outcomes, messages).to.include({ "latency.push": "fail" });
    expect(exitCode).to.equal(1);
  });

  it("a closed loop of the same plan hides the same stall", async () => {
    const { latency, messages, outcomes } = await blame([pauseFor(5)], floodOf(), true);
    expect(outcomes["faults.injected"], messages).to.equal("pass");
    expect(latency.count).to.be.within(200, 320);
    expect(latency.serviceMs.max).to.be.greaterThan(4000);
    expect(latency.serviceMs.p99).to.be.lessThan(500);
  });

  it("a generator that stops for 2 s: what users would have waited parts from what Loki took, and nobody is blamed", async () => {
    const { outcomes, messages, exitCode, latency } = await blame([{ stall: "generators", atS: 5, forS: 2 }]);
    expect(latency.responseMs.p99, messages).to.be.within(1500, 4000);
    expect(latency.serviceMs.p99, messages).to.be.lessThan(750);
    expect(outcomes, messages).to.include({ "faults.injected": "pass", "latency.push": "unknown" });
    expect(exitCode).to.equal(2);
  });

  it("distributors paused until the virtual users run out: Loki did not keep up", async () => {
    const { outcomes, messages, exitCode } = await blame([pauseFor(9)]);
    expect(outcomes, messages).to.include({ "faults.injected": "pass", "load.kept-up": "fail" });
    expect(messages).to.contain("Loki did not keep up");
    expect(exitCode).to.equal(1);
  });

  it("k6 held to a tenth of a core: nothing is known of Loki, and the reason is said", async () => {
    const flood = floodOf({ format: "json", steps: [{ forS: 15, rateBytesPerSecond: 8_000_000 }] });
    const held: Fault = { throttle: "generators", cores: 0.1, atS: 2, forS: 10 };
    const { outcomes, messages, exitCode } = await blame([held], { ...flood, pushBytes: 40_000 });
    expect(Object.values(outcomes), messages).to.include("unknown").and.not.include("fail");
    expect(messages).to.match(/k6 flood could not run as it wanted in .* it had 0\.[0-2]\d of a core/);
    expect(exitCode).to.equal(2);
  });
});
