import type { RunProgress } from "../run/run-progress.ts";
import { describeRate } from "./describe-knee.ts";
import { type Offer, stepSeconds } from "./knee-plan.ts";
import type { KneeStep } from "./knee-report.ts";
import { runStep, type StepContext } from "./run-step.ts";
import { nextTrial, type SearchBounds } from "./search.ts";
import { settle } from "./settle.ts";

export interface Climb {
  readonly search: KneeStep["search"];
  /** The first rate that a search offers: bytes of log lines per second, or queries per second. */
  readonly startRate: number;
  /** Bytes of log lines per second that are ingested during a search for the query rate. */
  readonly besidesBytesPerSecond: number;
  /** Minimum length of a step of the search, in seconds. */
  readonly stepS: number;
  /** Deadline of the search, by performance.now(). No step starts that would end after the deadline. */
  readonly untilMs: number;
  /** Shows each step of the search while the step runs. */
  readonly shown: RunProgress;
  /** Called with each step of the search when the step ends. */
  readonly onStep: (step: KneeStep) => void;
}

/** Time that a step takes in addition to its load, in which k6 starts and waits for its last answers. */
const aroundStepMs = 15_000;
/** Factor by which a step that confirms a rate is longer than other steps. */
const confirmFactor = 2;

/** Offers one rate after another until the search is complete or its deadline has passed. */
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

/**
 * Factor from one rate of a search to the next. It is larger for queries, because scenarios send few queries, far below
 * what Loki can handle.
 */
const growth = { ingest: 1.5, query: 2 } as const;

function boundsOf({ search, startRate }: Climb): SearchBounds {
  return {
    startRate,
    growth: growth[search],
    // On a machine that Loki shares with its load, steps of twelve seconds cannot distinguish rates closer than this.
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
