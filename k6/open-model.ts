import type { Options, Scenario } from "k6/options";
import type { SummaryFile } from "../lib/generator/k6-files.ts";
import { type Arrivals, rateUnitS } from "../lib/traffic/arrivals.ts";
import { beats } from "./beat.ts";

interface Told {
  /** The name of the exported function that k6 runs for every arrival. */
  readonly exec: string;
  readonly timeoutMs: number;
  readonly generators: number;
}

/**
 * Returns k6 options for an open load model, with one ramping-arrival-rate scenario for each lane. k6 starts arrivals
 * at the planned rate, however slow the answers to earlier arrivals are, and runs the function `exec` for each arrival.
 */
export function openModel(
  scenarios: readonly (Arrivals & { readonly virtualUsers: number })[],
  { exec, timeoutMs, generators }: Told,
): Options {
  const entries = scenarios.map((one): [string, Scenario] => [
    one.name,
    {
      executor: "ramping-arrival-rate",
      exec,
      startRate: one.startRate,
      timeUnit: `${rateUnitS}s`,
      startTime: `${one.startMs}ms`,
      stages: one.stages.map(({ forMs, target }) => ({ duration: `${forMs}ms`, target })),
      gracefulStop: `${timeoutMs + 2000}ms`,
      preAllocatedVUs: one.virtualUsers,
      maxVUs: one.virtualUsers,
    },
  ]);
  const loadMs = scenarios.reduce((most, { startMs, forMs }) => Math.max(most, startMs + forMs), 0);
  return {
    scenarios: { ...Object.fromEntries(entries), ...beats(loadMs + 3000, generators) },
    systemTags: ["scenario"],
    summaryTrendStats: ["max"],
    // Thresholds that always hold. k6 reports dropped arrivals by scenario only if a threshold refers to them.
    thresholds: Object.fromEntries(scenarios.map((one) => [dropsOf(one.name), ["count>=0"]])),
  };
}

function dropsOf(scenario: string): string {
  return `dropped_iterations{scenario:${scenario}}`;
}

interface Summary {
  readonly metrics: Readonly<
    Record<string, { readonly values?: Readonly<Record<string, number>> } | undefined>
  >;
}

/** Returns the summary file of a k6 process, which states how many arrivals k6 dropped in each scenario. */
export function summaryOf(scenarios: readonly Arrivals[], summary: Summary): SummaryFile {
  const dropped = scenarios.map(({ name }) => [name, summary.metrics[dropsOf(name)]?.values?.["count"] ?? 0]);
  return { dropped: Object.fromEntries(dropped) };
}
