/**
 * The outcome of offering one rate. `generator`: the generator or its machine could be to blame, so the outcome says
 * nothing about Loki.
 */
export type TrialOutcome = "held" | "broke" | "generator";

export interface Trial {
  readonly rate: number;
  readonly outcome: TrialOutcome;
  /** True if a rate that held was offered again for longer, to confirm the result of the search. */
  readonly confirms: boolean;
}

export interface SearchBounds {
  readonly startRate: number;
  /** Factor by which the search raises the rate after each rate that Loki held, until Loki does not hold one. */
  readonly growth: number;
  /**
   * The search ends when the lowest rate that Loki did not hold is at most this factor above the highest rate that Loki
   * held.
   */
  readonly resolution: number;
  readonly minRate: number;
  readonly maxRate: number;
  readonly maxTrials: number;
}

export interface NextTrial {
  readonly rate: number;
  readonly confirms: boolean;
}

/** The highest rate that Loki held, and the lowest higher rate that Loki did not hold. */
interface Bracket {
  readonly held: number | undefined;
  readonly broken: Trial | undefined;
}

/**
 * Returns the next rate to offer; undefined when the search is over. Rates grow until one does not hold. Then the
 * search halves the gap between the highest rate that held and the lowest that did not, until the gap is as small as
 * the resolution. Finally the highest rate that held is offered again for longer. A rate that could not be judged is
 * tried twice, because the machine might have been busy for a moment.
 */
export function nextTrial(trials: readonly Trial[], bounds: SearchBounds): NextTrial | undefined {
  if (trials.length >= bounds.maxTrials) return undefined;
  const last = trials.at(-1);
  if (last?.outcome === "generator" && trials.filter(({ rate }) => rate === last.rate).length === 1) {
    return { rate: last.rate, confirms: last.confirms };
  }
  const { held, broken } = bracketOf(trials);
  const rate = nextRate(held, broken?.rate, bounds);
  if (rate !== undefined) return { rate, confirms: false };
  const confirmed = trials.some((trial) => trial.confirms && trial.rate === held);
  return held === undefined || confirmed ? undefined : { rate: held, confirms: true };
}

function nextRate(
  held: number | undefined,
  broken: number | undefined,
  bounds: SearchBounds,
): number | undefined {
  const { startRate, growth, resolution, minRate, maxRate } = bounds;
  if (held === undefined && broken === undefined) return Math.min(startRate, maxRate);
  if (held === undefined)
    return broken !== undefined && broken > minRate ? Math.max(minRate, broken / growth) : undefined;
  if (broken === undefined) return held < maxRate ? Math.min(maxRate, held * growth) : undefined;
  return broken / held > resolution ? Math.sqrt(held * broken) : undefined;
}

/**
 * Returns the highest rate that Loki held and the lowest higher rate that Loki did not hold. A rate that held once but
 * failed when it was confirmed counts as not held.
 */
function bracketOf(trials: readonly Trial[]): Bracket {
  const rates = [...new Set(trials.map(({ rate }) => rate))].sort((a, b) => a - b);
  const lastAt = (rate: number): Trial | undefined => trials.findLast((trial) => trial.rate === rate);
  const firstBroken = rates.find((rate) => lastAt(rate)?.outcome !== "held");
  const held = rates.findLast((rate) => firstBroken === undefined || rate < firstBroken);
  return { held, broken: firstBroken === undefined ? undefined : lastAt(firstBroken) };
}

/**
 * The result of a search for the highest rate that Loki can handle. `knee`: the rate held, and Loki could not handle a
 * slightly higher rate. `at-least`: the rate held, and nothing is known about higher rates, because they could not be
 * judged or the search was bounded. `below`: not even the lowest rate held. `unknown`: not even the lowest rate could
 * be judged.
 */
export interface Knee {
  readonly kind: "knee" | "at-least" | "below" | "unknown";
  /** The highest rate that held; undefined if no rate held. */
  readonly rate: number | undefined;
  /** True if the highest rate that held was offered again for longer and held again. */
  readonly confirmed: boolean;
  /** The lowest rate that did not hold. */
  readonly brokenRate: number | undefined;
  readonly bound: "loki" | "generator" | "search" | undefined;
}

export function kneeOf(trials: readonly Trial[]): Knee {
  const { held, broken } = bracketOf(trials);
  const bound = broken === undefined ? "search" : broken.outcome === "broke" ? "loki" : "generator";
  return {
    kind:
      held === undefined ? (bound === "loki" ? "below" : "unknown") : bound === "loki" ? "knee" : "at-least",
    rate: held,
    confirmed: trials.some((trial) => trial.confirms && trial.rate === held && trial.outcome === "held"),
    brokenRate: broken?.rate,
    bound: trials.length === 0 ? undefined : bound,
  };
}
