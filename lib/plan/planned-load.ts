import { dirname, resolve } from "node:path";
import { nineAmSteps, replaySteps, withBursts } from "./flood-curve.ts";
import { refuseBadFlood, refuseLongCurve } from "./flood-problems.ts";
import type { FloodSource, FloodSpec, RateStep } from "./flood-schema.ts";
import type { HistorySpec, StormSpec, TenantSource } from "./load-schema.ts";
import type { Plan } from "./plan.ts";
import { readRates } from "./read-rates.ts";
import type { Scenario } from "./scenario-schema.ts";
import { refuseBadHistory, refuseBadStorm } from "./storm-problems.ts";

export interface PlannedLoadOptions {
  /** The path of the scenario file. CSV files of rates to replay are relative to its folder. */
  readonly file: string;
  readonly scale: number;
}

/**
 * Returns a scenario's load for the plan: all rates over time as steps, including measured ones, divided by
 * `scale`. Throws usageError if measured rates cannot be read.
 */
export async function plannedLoad(
  { tenants, tenantGroups }: Pick<Scenario, "tenants" | "tenantGroups">,
  options: PlannedLoadOptions,
): Promise<Pick<Plan, "tenants" | "tenantGroups">> {
  const loads = Object.entries(tenants).map(
    async ([name, load]) => [name, await tenantLoadOf(name, load, options)] as const,
  );
  const groups = tenantGroups.map(async (group) => {
    return { ...group, flood: await floodOf(`${group.prefix}*`, group.flood, options) };
  });
  return { tenants: Object.fromEntries(await Promise.all(loads)), tenantGroups: await Promise.all(groups) };
}

async function tenantLoadOf(
  name: string,
  { flood, storm, history }: TenantSource,
  options: PlannedLoadOptions,
): Promise<Plan["tenants"][string]> {
  return {
    ...(flood ? { flood: await floodOf(name, flood, options) } : {}),
    ...(storm ? { storm: refuseBadStorm(name, scaledStorm(storm, options.scale)) } : {}),
    ...(history ? { history: refuseBadHistory(name, scaledHistory(history, options.scale)) } : {}),
  };
}

function scaledStorm(spec: StormSpec, scale: number): StormSpec {
  return { ...spec, ratePerSecond: spec.ratePerSecond / scale };
}

function scaledHistory(spec: HistorySpec, scale: number): HistorySpec {
  return { ...spec, lines: Math.ceil(spec.lines / scale) };
}

async function floodOf(
  name: string,
  source: FloodSource,
  { file, scale }: PlannedLoadOptions,
): Promise<FloodSpec> {
  const { steps, nineAm, replay, bursts, ...traffic } = source;
  const curve =
    replay === undefined
      ? (steps ?? (nineAm === undefined ? [] : nineAmSteps(nineAm)))
      : replaySteps(await readRates(resolve(dirname(file), replay.csv)), replay.forS);
  refuseLongCurve(name, curve, traffic.startS);
  const whole = bursts === undefined ? curve : withBursts(curve, bursts);
  return refuseBadFlood(name, { ...traffic, steps: whole.map((step) => dividedBy(step, scale)) });
}

function dividedBy(step: RateStep, scale: number): RateStep {
  const { forS, rateBytesPerSecond, toBytesPerSecond } = step;
  return {
    forS,
    rateBytesPerSecond: rateBytesPerSecond / scale,
    ...(toBytesPerSecond === undefined ? {} : { toBytesPerSecond: toBytesPerSecond / scale }),
  };
}
