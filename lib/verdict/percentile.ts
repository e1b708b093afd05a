/** The quantiles that latency budgets and reports name. */
export const quantiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, "p99.9": 0.999, max: 1 } as const;
export type Quantile = keyof typeof quantiles;

/** The number of samples that must exceed a quantile, so that the quantile does not depend on a single sample. */
const exceedances = { p50: 1, p90: 1, p95: 1, p99: 1, "p99.9": 10, max: 0 } as const satisfies Record<
  Quantile,
  number
>;

/**
 * Returns the exact quantile by nearest rank. For p99, this is the smallest sample that at least 99 % of all samples do
 * not exceed. Returns undefined ("n/a") if fewer than 1 sample, or 10 for p99.9, exceed the quantile. Therefore p99
 * needs 100 samples and p99.9 needs 10,000.
 */
export function percentile(sorted: readonly number[], quantile: Quantile): number | undefined {
  const share = quantiles[quantile];
  // The computation uses integer thousandths, because floating point makes (1 - 0.9) * 10 slightly less than 1.
  const beyond = Math.floor((sorted.length * (1000 - Math.round(share * 1000))) / 1000);
  if (sorted.length === 0 || beyond < exceedances[quantile]) return undefined;
  return sorted[Math.max(0, sorted.length - 1 - beyond)];
}

export function ascending(samples: readonly number[]): readonly number[] {
  return Float64Array.from(samples).sort().values().toArray();
}
