import type { Answer, Digest, Point } from "./answer.ts";
import { metricAnswer } from "./expect-answer.ts";
import { expectMetric, momentsOf } from "./expect-metric.ts";
import type { HistoryLines } from "./history-lines.ts";
import type { PlannedQuery } from "./planned-query.ts";
import { unitOf } from "./reduce-answer.ts";

type Series = ReadonlyMap<string, readonly Point[]>;

/**
 * Returns the answer that a known Loki defect would cause: the complete answer without its first point. Returns
 * undefined if the defect cannot occur. If a step is at least `split_queries_by_interval`, a query-frontend splits the
 * query by the step, and each part begins with the last point of the part before. The frontend orders the parts only by
 * the first value of their first series. So the second part can come before the first part if that series begins at the
 * second point. For a series that both parts have, the frontend then cuts off the first part's points as repetitions.
 * Only the first point of the complete answer is lost, because each later point is in two parts.
 * (pkg/querier/queryrange/splitters.go, metricQuerySplitter.split; queryrangebase/query_range.go, byFirstTime and
 * matrixMerge, 3.7.8. Seen on 3.7.8 with `split_queries_by_interval: 15m` and a step of 22 minutes.)
 */
export function expectLostMoment(
  { known, ask, vectorS, window }: Pick<PlannedQuery, "known" | "ask" | "vectorS" | "window">,
  history: HistoryLines,
  { digest, splitIntervalMs }: { readonly digest: Digest; readonly splitIntervalMs: number },
): Answer | undefined {
  if (!known || ask.kind !== "metric" || ask.instant === true) return undefined;
  if (splitIntervalMs === 0 || window.stepS * 1000 < splitIntervalMs) return undefined;
  const all = expectMetric(ask, { vectorS, window }, history);
  const answered = ask.top === undefined ? all : highestOf(all, ask.top);
  const [first, second, third] = momentsOf(ask, window).map((atMs) => atMs / 1000);
  if (![...answered.values()].some((points) => !has(points, first) && has(points, second))) return undefined;
  const series = new Map(
    [...answered].map(([name, points]) => {
      const cut = has(points, first) && (has(points, second) || has(points, third));
      return [name, cut ? points.slice(1) : points];
    }),
  );
  return metricAnswer(ask, { unit: unitOf(ask, vectorS), series }, digest);
}

function has(points: readonly Point[], atS: number | undefined): boolean {
  return points.some(([at]) => at === atS);
}

/** Returns the series reduced to the highest `top` values at every timestamp. */
function highestOf(series: Series, top: number): Series {
  const named = [...series].flatMap(([name, points]) => points.map((point) => ({ name, point })));
  const kept = [...Map.groupBy(named, ({ point }) => point[0]).values()].flatMap((at) =>
    at.sort((a, b) => b.point[1] - a.point[1]).slice(0, top),
  );
  const grouped = Map.groupBy(kept, ({ name }) => name);
  return new Map(
    [...grouped].map(([name, of]) => [name, of.map(({ point }) => point).sort(([a], [b]) => a - b)]),
  );
}
