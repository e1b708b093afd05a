import type { RunProgress } from "../run/run-progress.ts";
import { describeRate } from "./describe-knee.ts";
import { type Offer, stepSeconds } from "./knee-plan.ts";
import type { KneeStep } from "./knee-report.ts";
import { runStep, type StepContext } from "./run-step.ts";
import { nextTrial, type SearchBounds } from "./search.ts";
import { settle } from "./settle.ts";

export interface Climb {
  readonly search: KneeStep["search"];
  /** Bytes of log lines, or queries, a second. */
  readonly startRate: number;
  /** Bytes of log lines a second that are ingested beside a search for queries. */
  readonly besidesBytesPerSecond: number;
  /** Least length of a step, in seconds. */
  readonly stepS: number;
  /** By performance.now(): no step begins that would end later. */
  readonly untilMs: number;
  /** Shows each step while it goes on. */
  readonly shown: RunProgress;
  /** Told of every step as it ends. */
  readonly onStep: (step: KneeStep) => void;
}

/** Beside the time of its load: k6 starts, and waits for its last answers. */
const aroundStepMs = 15_000;
/** A confirming step is so many times as long. */
const confirmFactor = 2;

/** Offers one rate after another until the search is over, or the time. */
export async function climb(
  climbing: Climb,
  context: Omit<StepContext, "progress">,
): Promise<readonly KneeStep[]> {
  const bounds = boundsOf(climbing);
  const steps: KneeStep[] = [];
  for (;;) {
    const next = nextTrial(steps, bounds);
    if (next === undefined) return steps;
    const offer = offerOf(climbing, next, context);
    await settle(context.plan.runId, { signal: context.signal });
    if (performance.now() + offer.forS * 1000 + aroundStepMs > climbing.untilMs) return steps;
    const number = steps.length + 1;
    const planned = { number, search: climbing.search, ...next, offer };
    const step = await climbing.shown.step(describeRate(planned.search, next.rate), (progress) =>
      runStep(planned, { ...context, progress }),
    );
    steps.push(step);
    climbing.onStep(step);
  }
}

/** Scenarios ask for few queries, far below what Loki takes: the climb to it is steeper. */
const growth = { ingest: 1.5, query: 2 } as const;

function boundsOf({ search, startRate }: Climb): SearchBounds {
  return {
    startRate,
    growth: growth[search],
    // Twelve seconds on a machine that Loki shares with its load do not tell rates apart that are closer.
    resolution: 1.25,
    minRate: startRate / 100,
    maxRate: startRate * 10_000,
    maxTrials: 16,
  };
}

function offerOf(
  { search, besidesBytesPerSecond, stepS }: Climb,
  { rate, confirms }: { readonly rate: number; readonly confirms: boolean },
  { plan }: Pick<StepContext, "plan">,
): Offer {
  const rates =
    search === "ingest"
      ? { bytesPerSecond: rate, queriesPerSecond: 0 }
      : { bytesPerSecond: besidesBytesPerSecond, queriesPerSecond: rate };
  const forS = stepSeconds(plan, rates, stepS);
  return { ...rates, forS: confirms ? forS * confirmFactor : forS };
}
