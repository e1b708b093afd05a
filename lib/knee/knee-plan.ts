import type { JsonObject } from "../base/json.ts";
import { peakOf } from "../plan/flood-curve.ts";
import type { FloodSpec, LatencyBudget, StormSpec, TenantLoad } from "../plan/load-schema.ts";
import { type Plan, plan as planSchema } from "../plan/plan.ts";
import { plannedFloods } from "../plan/tenant-groups.ts";

/** Tenant limits so high that no rate of the search reaches them. */
export const raisedLimits = {
  ingestion_rate_strategy: "global",
  ingestion_rate_mb: 100_000,
  ingestion_burst_size_mb: 100_000,
  per_stream_rate_limit: "100GB",
  per_stream_rate_limit_burst: "100GB",
  max_global_streams_per_user: 0,
} as const satisfies JsonObject;

/**
 * Default latency budgets for pushes and queries. They apply to each tenant if the scenario sets no latency budget for
 * pushes, or for queries.
 */
const defaultBudgets = {
  push: { operation: "push", quantile: "p99", maxMs: 2500 },
  query: { operation: "query", quantile: "p95", maxMs: 8000 },
} as const;

/**
 * Returns the plan for the search: the scenario's tenants, streams and query mix, without backdated data and faults.
 * Runtime overrides raise each tenant's limits, unless `keepLimits` is set. Every operation in the load has a latency
 * budget.
 */
export function kneePlan(plan: Plan, { keepLimits }: { readonly keepLimits: boolean }): Plan {
  const tenants = Object.entries(plan.tenants).map(([name, { flood, storm }]): [string, TenantLoad] => [
    name,
    { ...(flood ? { flood } : {}), ...(storm ? { storm } : {}) },
  ]);
  const names = new Set([...Object.keys(plan.tenants), ...plannedFloods(plan).flatMap((one) => one.tenants)]);
  const raised = [...names].map((name) => [name, { ...plan.overrides[name], ...raisedLimits }]);
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

/**
 * The load of all tenants together in one step of a search. Each tenant's share of the load is the same as in the
 * scenario.
 */
export interface Offer {
  readonly bytesPerSecond: number;
  readonly queriesPerSecond: number;
  readonly forS: number;
}

/** Returns the maximum load of the scenario itself: the sum of all floods' highest steps, and of all query storms. */
export function scenarioPeak(plan: Plan): Omit<Offer, "forS"> {
  const storms = Object.values(plan.tenants).map(({ storm }) => storm?.ratePerSecond ?? 0);
  return {
    bytesPerSecond: plannedFloods(plan).reduce((sum, { flood }) => sum + peakOf(flood.steps), 0),
    queriesPerSecond: storms.reduce((sum, rate) => sum + rate, 0),
  };
}

/** Returns a copy of the plan in which the given load replaces the plan's load. */
export function offering(plan: Plan, offer: Offer): Plan {
  const peak = scenarioPeak(plan);
  const floodOf = (flood: FloodSpec): FloodSpec =>
    steady(flood, (peakOf(flood.steps) / peak.bytesPerSecond) * offer.bytesPerSecond, offer.forS);
  const stormOf = (storm: StormSpec): StormSpec => {
    const ratePerSecond = (storm.ratePerSecond / peak.queriesPerSecond) * offer.queriesPerSecond;
    return { ...storm, startS: 0, forS: offer.forS, ratePerSecond };
  };
  const tenants = Object.entries(plan.tenants).map(([name, { flood, storm }]): [string, TenantLoad] => [
    name,
    {
      ...(flood && offer.bytesPerSecond > 0 ? { flood: floodOf(flood) } : {}),
      ...(storm && offer.queriesPerSecond > 0 ? { storm: stormOf(storm) } : {}),
    },
  ]);
  const groups = plan.tenantGroups.map((group) => ({ ...group, flood: floodOf(group.flood) }));
  return {
    ...plan,
    tenants: Object.fromEntries(tenants),
    tenantGroups: offer.bytesPerSecond > 0 ? groups : [],
  };
}

/**
 * Maximum number of pushes per second of a flood (a tenant's ingest load), because many small pushes would overload the
 * generator first.
 */
const pushesPerSecond = 30;
const largestPushBytes = 1_000_000;

function steady(flood: FloodSpec, bytesPerSecond: number, forS: number): FloodSpec {
  const enough = Math.max(flood.pushBytes, Math.round(bytesPerSecond / pushesPerSecond));
  const pushBytes = Math.min(largestPushBytes, enough);
  return { ...flood, startS: 0, pushBytes, steps: [{ forS, rateBytesPerSecond: bytesPerSecond }] };
}

/** Number of requests needed to compute a latency quantile (lib/verdict/percentile.ts), with some to spare. */
const samplesOf = { p50: 3, p90: 12, p95: 24, p99: 110, "p99.9": 11_000, max: 1 } as const;
const longestStepS = 40;

/**
 * Returns how many seconds a step must last, at least `leastS`, so that there are enough requests for every latency
 * budget.
 */
export function stepSeconds(plan: Plan, offer: Omit<Offer, "forS">, leastS: number): number {
  const { tenants } = offering(plan, { ...offer, forS: 1 });
  const needed = plan.budgets.flatMap(({ tenant, operation, quantile }) => {
    const { flood, storm } = tenants[tenant] ?? {};
    const pushRate = flood === undefined ? undefined : peakOf(flood.steps) / flood.pushBytes;
    const rate = operation === "push" ? pushRate : storm?.ratePerSecond;
    return rate === undefined ? [] : [samplesOf[quantile] / rate];
  });
  return Math.ceil(Math.max(leastS, Math.min(longestStepS, Math.max(0, ...needed))));
}
