import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { judge } from "lokiproof/judge/run-suites.ts";
import { observeAndSave } from "lokiproof/run/observe.ts";
import { stringify } from "yaml";
import { wallClock } from "../../lib/base/clock.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { poll } from "../../lib/base/poll.ts";
import { testTenants } from "../../lib/claims/all.ts";
import { effectiveLimitsProbe } from "../../lib/claims/limits/effective-limits.probe.ts";
import { ingestionRateProbe } from "../../lib/claims/limits/ingestion-rate.probe.ts";
import { readLimits } from "../../lib/claims/limits/read-limits.ts";
import { refusalsProbe } from "../../lib/claims/limits/refusals.probe.ts";
import { runtimeChangeProbe } from "../../lib/claims/limits/runtime-change.probe.ts";
import { readMetrics, sumOf } from "../../lib/loki/metrics.ts";
import { loadPlan } from "../../lib/plan/load-plan.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import type { Probe, ProbeContext } from "../../lib/probe/probe.ts";
import { upLocal } from "../../lib/stack/local/local-provider.ts";
import type { LocalStack } from "../../lib/stack/local/local-stack.ts";
import type { Stack } from "../../lib/stack/stack.ts";
import { flood, onePushEach, untilOnePushEach } from "../fixtures/flood.fixture.ts";
import { refusedBeside } from "../fixtures/refused-beside.fixture.ts";

const { signal } = new AbortController();
const suites = ["limits", "limits-flood", "limits-refusals"];
const probes: readonly Probe<unknown>[] = [
  effectiveLimitsProbe,
  refusalsProbe,
  ingestionRateProbe,
  runtimeChangeProbe,
];

let plan: Plan;
let stack: LocalStack;
let dir: string;

type Outcomes = ReadonlyMap<string, string>;

/** Runs a flood and these probes, then judges their records. Returns the outcome of each check by the check's id. */
async function judged(
  name: string,
  of: readonly Probe<unknown>[],
  { on = stack, flooded = true }: { readonly on?: Stack; readonly flooded?: boolean } = {},
): Promise<Outcomes> {
  const runDir = join(dir, name);
  for (const folder of ["records", "suites"]) await mkdir(join(runDir, folder), { recursive: true });
  await writeFile(join(runDir, "plan.json"), JSON.stringify(plan));
  for (const suite of suites)
    await cp(
      join(import.meta.dirname, `../../suites/${suite}.suite.ts`),
      join(runDir, `suites/${suite}.suite.ts`),
    );
  const context: ProbeContext = { stack: on, plan, runDir, clock: wallClock, progress: silentProgress };
  const pushes = flooded ? await flood(on) : [];
  await writeFile(
    join(runDir, "records/pushes.jsonl"),
    pushes.map((one) => `${JSON.stringify(one)}\n`).join(""),
  );
  for (const probe of of) await observeAndSave(probe, context, signal);
  const { checks } = await judge(runDir, { signal });
  return new Map(
    checks.map(({ id, outcome, message }) => [id, outcome === "pass" ? "pass" : `${outcome}: ${message}`]),
  );
}

function reds(outcomes: Outcomes): readonly string[] {
  return [...outcomes].filter(([, outcome]) => outcome.startsWith("fail")).map(([id]) => id);
}

const marker = "lokiproof-marker";
let marked = 0;

/**
 * Gives the running stack other overrides than the plan's, and waits until they are in effect on every Loki process.
 */
async function overridden(overrides: Plan["overrides"]): Promise<void> {
  const seriesLimit = 1000 + ++marked;
  await stack.setOverrides?.({ ...overrides, [marker]: { max_query_series: seriesLimit } });
  const seen = await poll(
    (within) => Promise.all(stack.members.map((member) => readLimits(member, marker, within))),
    (all) => all.every((one) => "limits" in one && one.limits["max_query_series"] === seriesLimit),
    { timeoutMs: 20_000, signal },
  );
  expect(seen.settled, "the other overrides are in effect").to.equal(true);
}

describe("limits of a real stack", function () {
  this.timeout(180_000);

  before(async function () {
    this.timeout(120_000);
    const loaded = await loadPlan({ scenario: "quick", provider: "local", now: new Date() }, testTenants);
    plan = { ...loaded.plan, required: [] };
    dir = await mkdtemp(join(tmpdir(), "lokiproof-limits-"));
    stack = await upLocal(plan, { progress: silentProgress, signal });
  });
  after(async function () {
    this.timeout(30_000);
    await stack[Symbol.asyncDispose]();
    await rm(dir, { recursive: true });
  });

  it("are as planned: every check passes", async () => {
    const outcomes = await judged("healthy", probes);
    expect([...outcomes].filter(([, outcome]) => outcome !== "pass")).to.deep.equal([]);
    expect(outcomes.size).to.equal(18);
  });

  it("are as planned, and others have pushes refused, too: the count of refusals is red, and nothing else", async () => {
    const outcomes = await judged("counted", [effectiveLimitsProbe, refusedBeside], { flooded: false });
    expect(reds(outcomes), [...outcomes.values()].join("\n")).to.deep.equal(["limits.ingestion-discards"]);
  });

  it("are wider than planned, and follow no change: what should be refused is red, and nothing else", async () => {
    const { sandbox: _, "lokiproof-runtime": runtime, ...others } = plan.overrides;
    const kept = Object.entries(others).filter(([tenant]) => !tenant.startsWith("lokiproof-"));
    await overridden({
      ...Object.fromEntries(kept),
      ...(runtime ? { "lokiproof-runtime": runtime } : {}),
      "lokiproof-rate": { ingestion_rate_mb: 1, ingestion_burst_size_mb: 5 },
      "lokiproof-queries": { max_query_length: "30d" },
    });
    const deaf = new Proxy(stack, {
      get: (target, key, receiver) =>
        key === "setOverrides" ? () => Promise.resolve() : Reflect.get(target, key, receiver),
    });
    const outcomes = await judged("wider", probes, { on: deaf });
    const notRed = [...outcomes.keys()].filter((id) => !reds(outcomes).includes(id));
    expect(notRed, [...outcomes.values()].join("\n")).to.have.members([
      "limits.runtime-config",
      "limits.flood-refusals",
      // Without refusals there is nothing to count, and Loki counts the remaining refusals correctly.
      "limits.ingestion-discards",
    ]);
  });

  it("are narrower than planned for a tenant that stays below: its refusals are red", async () => {
    await overridden({ ...plan.overrides, payments: { ...plan.overrides["payments"], ...onePushEach } });
    await untilOnePushEach(stack, "payments");
    const outcomes = await judged("narrower", [effectiveLimitsProbe]);
    expect(reds(outcomes)).to.have.members(["limits.effective", "limits.flood-refusals"]);
  });

  it("cannot be loaded any more: the reload is red", async () => {
    // The overrides file is written directly, because lokiproof removes settings that Loki does not know.
    await writeFile(stack.paths.overrides, stringify({ overrides: { sandbox: { no_such_limit: 1 } } }));
    const [distributor] = stack.members;
    const seen = await poll(
      (within) => readMetrics(distributor?.url ?? "", within),
      (samples) => sumOf(samples, "loki_runtime_config_last_reload_successful") === 0,
      { timeoutMs: 20_000, signal },
    );
    expect(seen.settled, "the reload fails").to.equal(true);
    const outcomes = await judged("unloadable", [effectiveLimitsProbe]);
    expect(reds(outcomes)).to.include("limits.runtime-config");
  });
});
