import type { LatencyBudget } from "../../plan/load-schema.ts";
import { percentile } from "../../verdict/percentile.ts";
import { responseTimes, type TimedRequest } from "./latency-of.ts";

/**
 * A latency budget compared with the samples. "unproven" means that there are too few samples for the quantile, and
 * that the slowest sample exceeds the latency budget.
 */
export interface HeldBudget {
  readonly budget: LatencyBudget;
  readonly outcome: "within" | "over" | "unproven";
  readonly samples: number;
  /**
   * The observed quantile in milliseconds. If there are too few samples for the quantile, this is the slowest sample,
   * because no quantile can exceed it.
   */
  readonly observedMs: number | undefined;
}

/** Compares a latency budget with the raw samples of its tenant and operation. */
export function holdBudget(budget: LatencyBudget, requests: readonly TimedRequest[]): HeldBudget {
  const sorted = responseTimes(requests);
  const value = percentile(sorted, budget.quantile);
  const observedMs = value ?? sorted.at(-1);
  const held = { budget, samples: sorted.length, observedMs };
  if (observedMs === undefined) return { ...held, outcome: "unproven" };
  if (observedMs <= budget.maxMs) return { ...held, outcome: "within" };
  return { ...held, outcome: value === undefined ? "unproven" : "over" };
}

/** Returns a line such as "checkout push p99: 120 ms, budget 2500 ms (84 samples)". */
export function describeBudget({ budget, observedMs, samples }: HeldBudget): string {
  const { tenant, operation, quantile, maxMs } = budget;
  const observed = observedMs === undefined ? "no sample" : `${Math.round(observedMs)} ms`;
  return `${tenant} ${operation} ${quantile}: ${observed}, budget ${maxMs} ms (${samples} samples)`;
}
