/** A count of lookups, both ends included. */
export interface Band {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * Probability that a healthy stack is called uneven, all comparisons of a run together. Loki's client shuffles the
 * addresses anew for every call (pkg/indexgateway/client.go, poolDoWithStrategy, 3.7.8), so the count of one index
 * gateway is binomial and this bound is exact, not a rule of thumb.
 */
export const falseAlarmProbability = 1e-6;

/**
 * The counts that one of `shares` equally likely index gateways may have of `lookups`, when `comparisons` counts are
 * judged: outside of it lies at most falseAlarmProbability / comparisons, half on either side. One share: all of them.
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

/** The probability of every count from 0 to n, by logarithms so that no term underflows before it is summed. */
export function binomial(n: number, p: number): readonly number[] {
  const chances: number[] = [];
  let logChance = n * Math.log1p(-p);
  for (let k = 0; k <= n; k += 1) {
    chances.push(Math.exp(logChance));
    logChance += Math.log(n - k) - Math.log(k + 1) + Math.log(p) - Math.log1p(-p);
  }
  return chances;
}
