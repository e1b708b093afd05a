import { exitCodes } from "../base/errors.ts";
import { summarizeTenants } from "../claims/latency/summarize.ts";
import { summarizeTemplates } from "../claims/latency/summarize-templates.ts";
import { type HeldRatio, holdRatio, type Side } from "../claims/neighbour/hold-ratio.ts";
import { loadBeganMs } from "../claims/neighbour/in-windows.ts";
import type { JudgedChecks } from "../judge/collect-checks.ts";
import { summarizeBreakage, withBreakage } from "../verdict/breakage.ts";
import { verdictOf } from "../verdict/merge.ts";
import type { RunResult } from "../verdict/result.ts";
import type { RunFacts } from "../verdict/run-facts.ts";
import { readLoad, type SavedLoad } from "./read-load.ts";
import { resultGenerators } from "./result-generators.ts";

export interface Judgement extends Pick<JudgedChecks, "checks" | "figures"> {
  /** The SHA-256 digest of the manifest.json that lists the run's evidence. */
  readonly manifestSha256?: string | undefined;
}

/**
 * Builds a run's result from its facts, its judged checks and its saved load records. Missing or damaged records only
 * make the tables shorter; the checks report the damage.
 */
export function buildResult(runDir: string, facts: RunFacts, judged: Judgement): RunResult {
  const { interrupted, manifest: _, onStack: __, ...known } = facts;
  const load = readLoad(runDir);
  const breakage = load.plan?.breakage;
  const breakageShown = breakage && summarizeBreakage(breakage, judged.checks);
  const came = withBreakage(verdictOf(judged.checks, facts.problems), breakageShown);
  const beganMs = loadBeganMs(load);
  return {
    ...known,
    ...came,
    ...(breakageShown === undefined ? {} : { breakageShown }),
    ...(judged.manifestSha256 === undefined ? {} : { manifestSha256: judged.manifestSha256 }),
    exitCode: interrupted === true ? exitCodes.interrupted : came.exitCode,
    checks: [...judged.checks],
    figures: [...judged.figures],
    tenants: summarizeTenants(load.pushes, load.queries, beganMs),
    queries: summarizeTemplates(load.queries),
    generators: resultGenerators(load.generators, load.pushes),
    ratios: ratiosOf(load, beganMs),
    faults: load.faults.map(({ fault, injectedMs, liftedMs, error }) => ({
      fault,
      ...(injectedMs === undefined ? {} : { fromS: secondsAfter(beganMs, injectedMs) }),
      ...(liftedMs === undefined ? {} : { toS: secondsAfter(beganMs, liftedMs) }),
      ...(error === undefined ? {} : { error }),
    })),
  };
}

function secondsAfter(beganMs: number, atMs: number): number {
  return Math.round((atMs - beganMs) / 100) / 10;
}

function ratiosOf({ plan, pushes, queries }: SavedLoad, beganMs: number): RunResult["ratios"] {
  if (plan === undefined) return [];
  const load = { pushes, queries, windows: plan.windows, loadBeganMs: beganMs, seed: plan.seed };
  return plan.ratios.flatMap((budget) =>
    holdRatio(budget, load).map((held) => ({ measure: budget.measure, ...ratioOf(held) })),
  );
}

/** Converts a ratio for JSON. Infinite values are left out, because JSON cannot represent Infinity. */
function ratioOf(held: HeldRatio): Omit<RunResult["ratios"][number], "measure"> {
  const { name, tenant, outcome, maxRatio, why, ratio, interval } = held;
  return {
    name,
    tenant,
    outcome,
    maxRatio,
    alone: sideOf(held.alone),
    together: sideOf(held.together),
    ...finite({ ratio, low: interval?.low, high: interval?.high }),
    ...(why === undefined ? {} : { why }),
  };
}

function sideOf({ samples, value }: Side): RunResult["ratios"][number]["alone"] {
  return { samples, ...finite({ value }) };
}

function finite<K extends string>(
  values: Readonly<Record<K, number | undefined>>,
): Partial<Record<K, number>> {
  const kept: Partial<Record<K, number>> = {};
  for (const key in values) if (Number.isFinite(values[key])) kept[key] = values[key];
  return kept;
}
