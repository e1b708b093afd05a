import type { TenantResult } from "../../verdict/result.ts";

export type Point = TenantResult["series"][number];

/**
 * Reduces a series to at most `most` points over the same period. Rates are averaged, so that the total bytes stay the
 * same. For latencies, the worst value is kept.
 */
export function thinSeries(series: readonly Point[], most: number): readonly Point[] {
  const size = Math.ceil(series.length / most);
  if (size <= 1) return series;
  const buckets = Array.from({ length: Math.ceil(series.length / size) }, (_, index) =>
    series.slice(index * size, (index + 1) * size),
  );
  return buckets.flatMap((bucket) => (bucket[0] === undefined ? [] : [mergePoints(bucket[0], bucket)]));
}

function mergePoints(first: Point, bucket: readonly Point[]): Point {
  const mean = (of: (point: Point) => number): number =>
    bucket.reduce((sum, point) => sum + of(point), 0) / bucket.length;
  const worst = (of: (point: Point) => number | null): number | null =>
    bucket.map(of).reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
  return {
    atS: first.atS,
    offeredBytesPerSecond: mean((point) => point.offeredBytesPerSecond),
    acceptedBytesPerSecond: mean((point) => point.acceptedBytesPerSecond),
    refusedBytesPerSecond: mean((point) => point.refusedBytesPerSecond),
    failedBytesPerSecond: mean((point) => point.failedBytesPerSecond),
    indeterminateBytesPerSecond: mean((point) => point.indeterminateBytesPerSecond),
    queriesPerSecond: {
      ok: mean(({ queriesPerSecond }) => queriesPerSecond.ok),
      refused: mean(({ queriesPerSecond }) => queriesPerSecond.refused),
      failed: mean(({ queriesPerSecond }) => queriesPerSecond.failed),
      indeterminate: mean(({ queriesPerSecond }) => queriesPerSecond.indeterminate),
    },
    pushP99Ms: worst((point) => point.pushP99Ms),
    queryP99Ms: worst((point) => point.queryP99Ms),
  };
}
