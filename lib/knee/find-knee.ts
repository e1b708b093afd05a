import { availableParallelism, totalmem } from "node:os";
import type { Plan } from "../plan/plan.ts";
import { type Climb, climb } from "./climb.ts";
import { findingOf } from "./finding.ts";
import { scenarioPeak } from "./knee-plan.ts";
import type { KneeReport, KneeStep } from "./knee-report.ts";
import type { StepContext } from "./run-step.ts";

export interface KneeSearch extends Omit<StepContext, "progress">, Pick<Climb, "stepS" | "shown" | "onStep"> {
  readonly maxMs: number;
}

export type Found = Pick<KneeReport, "ingest" | "query" | "queryBesideBytesPerSecond" | "steps" | "machine">;

/** Share of the time that the search for the query rate is permitted to take if the ingest rate is searched for too. */
const queryShare = 0.45;

/**
 * First raises the query rate while ingesting at the scenario's peak, then the ingest rate, until Loki cannot keep up.
 * Queries come first because the search for the ingest rate leaves a gigabyte that any later query would read. An
 * interrupt ends the search. The search then returns what it has found, or throws the signal's reason if it has found
 * nothing.
 */
export async function findKnee(search: KneeSearch): Promise<Found> {
  const steps: KneeStep[] = [];
  try {
    await climbBoth(search, steps);
  } catch (error) {
    if (!search.signal.aborted || steps.length === 0) throw error;
  }
  return foundIn(steps, search.plan);
}

async function climbBoth(search: KneeSearch, steps: KneeStep[]): Promise<void> {
  const { bytesPerSecond, queriesPerSecond } = scenarioPeak(search.plan);
  const startMs = performance.now();
  const { stepS, shown, maxMs } = search;
  const onStep = (step: KneeStep): void => {
    steps.push(step);
    search.onStep(step);
  };
  if (queriesPerSecond > 0) {
    const rates = { startRate: queriesPerSecond, besidesBytesPerSecond: bytesPerSecond };
    const queryMs = maxMs * (bytesPerSecond > 0 ? queryShare : 1);
    await climb({ search: "query", ...rates, stepS, untilMs: startMs + queryMs, shown, onStep }, search);
  }
  if (bytesPerSecond > 0) {
    const rates = { startRate: bytesPerSecond, besidesBytesPerSecond: 0 };
    await climb({ search: "ingest", ...rates, stepS, untilMs: startMs + maxMs, shown, onStep }, search);
  }
}

function foundIn(steps: readonly KneeStep[], plan: Plan): Found {
  const cores = availableParallelism();
  const { ingest = [], query = [] } = Object.groupBy(steps, ({ search }) => search);
  return {
    machine: { cores, memoryBytes: totalmem() },
    ...(ingest.length === 0 ? {} : { ingest: findingOf(ingest, cores) }),
    ...(query.length === 0
      ? {}
      : { query: findingOf(query, cores), queryBesideBytesPerSecond: scenarioPeak(plan).bytesPerSecond }),
    steps: [...steps],
  };
}
