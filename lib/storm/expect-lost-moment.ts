import type { Answer, Digest, Point } from "./answer.ts";
import { metricAnswer } from "./expect-answer.ts";
import { expectMetric, momentsOf } from "./expect-metric.ts";
import type { HistoryLines } from "./history-lines.ts";
import type { PlannedQuery } from "./planned-query.ts";
import { unitOf } from "./reduce-answer.ts";

type Series = ReadonlyMap<string, readonly Point[]>;

/**
 * What Loki may answer in place of all that there is; undefined where it may not. Where a step is no shorter than
 * `split_queries_by_interval`, a frontend splits by the step, and each part has the last moment of the one before as its
 * first. It puts parts in order by the first value of their first series alone, so that the second may come before the
 * first where that series begins at the second moment; and what both have a series of is then cut off in the first as
 * a repetition: the first moment of the whole is lost, and no other, as each later one is in two parts
 * (pkg/querier/queryrange/splitters.go, metricQuerySplitter.split; queryrangebase/query_range.go, byFirstTime and
 * matrixMerge, 3.7.8; seen on 3.7.8: `split_queries_by_interval: 15m`, a step of 22 minutes).
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

/** Of every moment the series with the highest values. */
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
