import { availableParallelism, totalmem } from "node:os";
import { type Climb, climb } from "./climb.ts";
import { findingOf } from "./finding.ts";
import { scenarioPeak } from "./knee-plan.ts";
import type { KneeReport, KneeStep } from "./knee-report.ts";
import type { StepContext } from "./run-step.ts";
import { kneeOf } from "./search.ts";

export interface KneeSearch extends Omit<StepContext, "progress">, Pick<Climb, "stepS" | "shown" | "onStep"> {
  readonly maxMs: number;
}

export type Found = Pick<KneeReport, "ingest" | "query" | "queryBesideBytesPerSecond" | "steps" | "machine">;

/** Share of the time that the search for the ingest rate may take where queries are searched for too. */
const ingestShare = 0.55;

/**
 * Raises first what is ingested, then what is queried beside half of that, until something breaks. An interrupt ends
 * the search; what was found until then is returned, and where that is nothing, it throws the signal's reason.
 */
export async function findKnee(search: KneeSearch): Promise<Found> {
  const steps: KneeStep[] = [];
  try {
    await climbBoth(search, steps);
  } catch (error) {
    if (!search.signal.aborted || steps.length === 0) throw error;
  }
  return foundIn(steps);
}

async function climbBoth(search: KneeSearch, steps: KneeStep[]): Promise<void> {
  const { bytesPerSecond, queriesPerSecond } = scenarioPeak(search.plan);
  const startMs = performance.now();
  const { stepS, shown, maxMs } = search;
  const onStep = (step: KneeStep): void => {
    steps.push(step);
    search.onStep(step);
  };
  const ingestMs = maxMs * (queriesPerSecond > 0 ? ingestShare : 1);
  if (bytesPerSecond > 0) {
    const rates = { startRate: bytesPerSecond, besidesBytesPerSecond: 0 };
    await climb({ search: "ingest", ...rates, stepS, untilMs: startMs + ingestMs, shown, onStep }, search);
  }
  if (queriesPerSecond > 0) {
    const rates = { startRate: queriesPerSecond, besidesBytesPerSecond: besides(steps) };
    await climb({ search: "query", ...rates, stepS, untilMs: startMs + maxMs, shown, onStep }, search);
  }
}

/** What is ingested while queries are searched for: half of what was sustained. */
function besides(steps: readonly KneeStep[]): number {
  return (kneeOf(steps.filter(({ search }) => search === "ingest")).rate ?? 0) / 2;
}

function foundIn(steps: readonly KneeStep[]): Found {
  const cores = availableParallelism();
  const { ingest = [], query = [] } = Object.groupBy(steps, ({ search }) => search);
  return {
    machine: { cores, memoryBytes: totalmem() },
    ...(ingest.length === 0 ? {} : { ingest: findingOf(ingest, cores) }),
    ...(query.length === 0
      ? {}
      : { query: findingOf(query, cores), queryBesideBytesPerSecond: besides(steps) }),
    steps: [...steps],
  };
}
