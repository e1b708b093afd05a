import { expect } from "chai";
import { type Latency, latencyOf } from "../claims/latency/latency-of.ts";
import type { Fault } from "../scenario/fault-schema.ts";
import { type FloodSpec, floodSpec, stormSpec, type TenantLoad } from "../scenario/load-schema.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Stack } from "../stack/stack.ts";
import { type JudgedLoad, judgedLoad } from "./judged-load.fixture.ts";

/** Twenty small pushes a second for so long: little work for Loki and for the generator. */
export function floodOf(over: Partial<FloodSpec> = {}, forS = 20): FloodSpec {
  const steps = [{ forS, rateBytesPerSecond: 160_000 }];
  return floodSpec.parse({ steps, streams: 3, pushBytes: 8000, ...over });
}

/** Four queries a second over such a range, of a tenant without history: little work, too. */
export function stormOf(forS: number, rangeS: number): TenantLoad["storm"] {
  return stormSpec.parse({ ratePerSecond: 4, forS, rangesS: [rangeS], mix: { "count-by-level": 1 } });
}

export interface Blame extends JudgedLoad {
  readonly latency: Latency;
}

export interface Blamed {
  readonly tenants: Plan["tenants"];
  readonly suites: readonly string[];
  readonly faults?: readonly Fault[];
  readonly ratios?: Plan["ratios"];
  readonly windows?: Plan["windows"];
  readonly closedLoop?: boolean;
}

const budgets: Plan["budgets"] = [
  { tenant: "payments", operation: "push", quantile: "p99", maxMs: 1000 },
  { tenant: "payments", operation: "query", quantile: "p90", maxMs: 1000 },
];

/** Loads a stack that is up, with these faults beside it, and judges the run by these suites. */
export async function blame(stack: Stack, plan: Plan, options: Blamed): Promise<Blame> {
  const { tenants, suites, faults = [], ratios = [], windows = {}, closedLoop = false } = options;
  const due = budgets.filter(({ tenant, operation }) =>
    operation === "push" ? tenants[tenant]?.flood : tenants[tenant]?.storm,
  );
  const planned = { ...plan, tenants, budgets: due, faults: [...faults], ratios, windows, required: [] };
  const judged = await judgedLoad(stack, planned, { suites, closedLoop });
  return { ...judged, latency: latencyOf(judged.pushes) };
}

function idsOf({ outcomes }: JudgedLoad, outcome: string): readonly string[] {
  return Object.keys(outcomes).filter((id) => outcomes[id] === outcome);
}

/**
 * That these checks fail and no other. Where others kept this machine busy during the test, those that rest on how fast
 * anything was must be unknown, and say so.
 */
export function expectBlamed(judged: JudgedLoad, checks: readonly string[]): void {
  const { told, exitCode } = judged;
  const isBusy = /other processes kept this machine busy|could not run as it wanted|ms late \(p99/.test(told);
  const failed = idsOf(judged, "fail");
  if (isBusy) {
    expect(checks, told).to.include.members([...failed]);
    expect([...failed, ...idsOf(judged, "unknown")], told).to.include.members([...checks]);
  } else {
    expect(failed, told).to.have.members([...checks]);
  }
  expect(exitCode, told).to.equal(failed.length > 0 ? 1 : 2);
}
