import { isQueryTemplate, type QueryTemplate, type QueryWeights } from "../plan/query-templates.ts";

/** The query template that one arrival of the storm uses. */
export interface Turn {
  readonly template: QueryTemplate;
  /** The position of the template among those with a weight above 0. */
  readonly index: number;
  /** The number of earlier arrivals that used the same template. */
  readonly nth: number;
}

/**
 * Returns an object that assigns a query template to every arrival. In each round, every template is used as often as
 * its weight, evenly spread (smooth weighted round robin, as in nginx). The method `at` throws if no template has a
 * weight.
 */
export function turnsOf(weights: QueryWeights): { at(arrival: number): Turn } {
  const weighted = Object.entries(weights).flatMap(([name, weight]) =>
    isQueryTemplate(name) && weight > 0 ? [{ template: name, weight, current: 0 }] : [],
  );
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const round: Turn[] = [];
  for (let arrival = 0; arrival < total; arrival++) {
    for (const one of weighted) one.current += one.weight;
    const next = weighted.reduce((most, one) => (one.current > most.current ? one : most));
    next.current -= total;
    const { template } = next;
    const nth = round.filter((turn) => turn.template === template).length;
    round.push({ template, index: weighted.indexOf(next), nth });
  }
  return {
    at(arrival) {
      const turn = round[arrival % total];
      if (turn === undefined) throw new Error("a query mix without a weight above 0");
      const weight = weights[turn.template] ?? 0;
      return { ...turn, nth: Math.floor(arrival / total) * weight + turn.nth };
    },
  };
}
