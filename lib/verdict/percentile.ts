/** The quantiles that budgets and reports name. */
export const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, "p99.9": 0.999, max: 1 } as const;
export type Quantile = keyof typeof quantiles;

/** Samples beyond the quantile that make it more than the mood of one of them. */
const exceedances = { p50: 1, p90: 1, p95: 1, p99: 1, "p99.9": 10, max: 0 } as const satisfies Record<
  Quantile,
  number
>;

/**
 * Exact, by nearest rank: the smallest sample that at least the quantile's share of all samples do not exceed.
 * Undefined ("n/a") where fewer than 1 sample, or 10 for p99.9, lie beyond it: p99 needs 100 samples, p99.9 10,000.
 */
export function percentile(sorted: readonly number[], quantile: Quantile): number | undefined {
  const share = quantiles[quantile];
  // In whole thousandths: 0.1 x 10 is not 1 in floating point.
  const beyond = Math.floor((sorted.length * (1000 - Math.round(share * 1000))) / 1000);
  if (sorted.length === 0 || beyond < exceedances[quantile]) return undefined;
  return sorted[Math.max(0, sorted.length - 1 - beyond)];
}

export function ascending(samples: readonly number[]): readonly number[] {
  return Float64Array.from(samples).sort().values().toArray();
}
