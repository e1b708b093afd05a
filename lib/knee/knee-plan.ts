import type { JsonObject } from "../base/json.ts";
import type { FloodSpec, LatencyBudget, TenantLoad } from "../scenario/load-schema.ts";
import { type Plan, plan as planSchema } from "../scenario/plan.ts";

/** So high that no rate this search offers meets them. */
export const raisedLimits = {
  ingestion_rate_strategy: "global",
  ingestion_rate_mb: 100_000,
  ingestion_burst_size_mb: 100_000,
  per_stream_rate_limit: "100GB",
  per_stream_rate_limit_burst: "100GB",
  max_global_streams_per_user: 0,
} as const satisfies JsonObject;

/** For an operation for which the scenario has no budget: each tenant's. */
const defaultBudgets = {
  push: { operation: "push", quantile: "p99", maxMs: 2500 },
  query: { operation: "query", quantile: "p95", maxMs: 8000 },
} as const;

/**
 * The scenario as the search runs it: its tenants, streams and mix of queries, without history and faults, each
 * tenant's limits raised by an override unless they are to be kept, and with a budget for every operation it loads.
 */
export function kneePlan(plan: Plan, { keepLimits }: { readonly keepLimits: boolean }): Plan {
  const tenants = Object.entries(plan.tenants).map(([name, { flood, storm }]): [string, TenantLoad] => [
    name,
    { ...(flood ? { flood } : {}), ...(storm ? { storm } : {}) },
  ]);
  const raised = tenants.map(([name]) => [name, { ...plan.overrides[name], ...raisedLimits }]);
  return planSchema.parse({
    ...plan,
    runId: `knee-${plan.runId}`,
    tenants: Object.fromEntries(tenants),
    overrides: keepLimits ? plan.overrides : { ...plan.overrides, ...Object.fromEntries(raised) },
    budgets: budgetsOf(plan),
    windows: {},
    ratios: [],
    faults: [],
    required: [],
  });
}

function budgetsOf({ budgets, tenants }: Plan): readonly LatencyBudget[] {
  const missing = (["push", "query"] as const).filter(
    (operation) => !budgets.some((one) => one.operation === operation),
  );
  const added = missing.flatMap((operation) =>
    Object.entries(tenants)
      .filter(([, { flood, storm }]) => (operation === "push" ? flood : storm) !== undefined)
      .map(([tenant]) => ({ tenant, ...defaultBudgets[operation] })),
  );
  return [...budgets, ...added];
}

/** What all tenants together offer in one step, shared out among them as the scenario has it. */
export interface Offer {
  readonly bytesPerSecond: number;
  readonly queriesPerSecond: number;
  readonly forS: number;
}

/** What the scenario itself offers at its highest: all floods' steepest steps, all storms. */
export function scenarioPeak({ tenants }: Plan): Omit<Offer, "forS"> {
  const loads = Object.values(tenants);
  return {
    bytesPerSecond: loads.reduce((sum, { flood }) => sum + peakOf(flood), 0),
    queriesPerSecond: loads.reduce((sum, { storm }) => sum + (storm?.ratePerSecond ?? 0), 0),
  };
}

/** Pushes of a tenant in a second, at most: many small ones would wear out the generator first. */
const pushesPerSecond = 30;
const largestPushBytes = 1_000_000;

function share(part: number, of: number, whole: number): number {
  return of === 0 ? 0 : (part / of) * whole;
}

/** The plan with these loads and no others. */
export function offering(plan: Plan, offer: Offer): Plan {
  const peak = scenarioPeak(plan);
  const tenants = Object.entries(plan.tenants).map(([name, { flood, storm }]): [string, TenantLoad] => {
    const bytes = share(peakOf(flood), peak.bytesPerSecond, offer.bytesPerSecond);
    const queries = share(storm?.ratePerSecond ?? 0, peak.queriesPerSecond, offer.queriesPerSecond);
    return [
      name,
      {
        ...(flood && bytes > 0 ? { flood: steady(flood, bytes, offer.forS) } : {}),
        ...(storm && queries > 0
          ? { storm: { ...storm, startS: 0, ratePerSecond: queries, forS: offer.forS } }
          : {}),
      },
    ];
  });
  return { ...plan, tenants: Object.fromEntries(tenants) };
}

function steady(flood: FloodSpec, bytesPerSecond: number, forS: number): FloodSpec {
  const pushBytes = Math.min(
    largestPushBytes,
    Math.max(flood.pushBytes, Math.round(bytesPerSecond / pushesPerSecond)),
  );
  return { ...flood, startS: 0, pushBytes, steps: [{ forS, rateBytesPerSecond: bytesPerSecond }] };
}

function peakOf(flood: FloodSpec | undefined): number {
  return Math.max(0, ...(flood?.steps ?? []).map(({ rateBytesPerSecond }) => rateBytesPerSecond));
}

/** So long that the rarest requests of the step carry a p99. */
const samples = 110;
const longestStepS = 40;

/** How long a step must last for its samples: `leastS` or more. */
export function stepSeconds(plan: Plan, offer: Omit<Offer, "forS">, leastS: number): number {
  const { tenants } = offering(plan, { ...offer, forS: 1 });
  const rates = Object.values(tenants).flatMap(({ flood, storm }) => [
    ...(flood ? flood.steps.map(({ rateBytesPerSecond }) => rateBytesPerSecond / flood.pushBytes) : []),
    ...(storm ? [storm.ratePerSecond] : []),
  ]);
  const slowest = Math.min(...rates);
  return Number.isFinite(slowest)
    ? Math.ceil(Math.max(leastS, Math.min(longestStepS, samples / slowest)))
    : leastS;
}
