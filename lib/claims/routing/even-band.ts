/** A range of lookup counts, both ends included. */
export interface Band {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * The probability that a healthy stack is judged uneven, over all comparisons of a run. Loki's client shuffles the
 * index gateways' addresses for every call (pkg/indexgateway/client.go, poolDoWithStrategy, 3.7.8). The lookup count of
 * one index gateway is therefore binomial, and this bound is exact.
 */
export const falseAlarmProbability = 1e-6;

/**
 * Returns the range in which an index gateway's lookup count must be. `lookups` is the number of all lookups, and
 * `shares` is the number of equally likely index gateways. `comparisons` is the number of counts that the run judges.
 * The probability of a count outside the range is at most falseAlarmProbability / comparisons, half of it on either
 * side. If there is only one index gateway, its count must be all lookups.
 */
export function evenBand(lookups: number, shares: number, comparisons: number): Band {
  if (shares <= 1) return { atLeast: lookups, atMost: lookups };
  const tail = falseAlarmProbability / Math.max(1, comparisons) / 2;
  const chances = binomial(lookups, 1 / shares);
  let below = 0;
  let atLeast = 0;
  while (atLeast < lookups && below + (chances[atLeast] ?? 0) <= tail) {
    below += chances[atLeast] ?? 0;
    atLeast += 1;
  }
  let above = 0;
  let atMost = lookups;
  while (atMost > atLeast && above + (chances[atMost] ?? 0) <= tail) {
    above += chances[atMost] ?? 0;
    atMost -= 1;
  }
  return { atLeast, atMost };
}

/**
 * Returns the binomial probability of every count from 0 to n. Uses logarithms, so that no term underflows before it is
 * summed.
 */
export function binomial(n: number, p: number): readonly number[] {
  const chances: number[] = [];
  let logChance = n * Math.log1p(-p);
  for (let k = 0; k <= n; k += 1) {
    chances.push(Math.exp(logChance));
    logChance += Math.log(n - k) - Math.log(k + 1) + Math.log(p) - Math.log1p(-p);
  }
  return chances;
}
