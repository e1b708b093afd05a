import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import type { TenantResult } from "../../verdict/result.ts";
import { type Answer, answerOf, countAnswers } from "./answers.ts";
import { latencyOf, responseTimes } from "./latency-of.ts";

type QueryRates = TenantResult["series"][number]["queriesPerSecond"];

/**
 * The maximum number of points in a tenant's series. More points would overlap in the report's drawing, so in a longer
 * load each point covers more time.
 */
const maxPoints = 300;
/**
 * The maximum number of tenants with a series in the report. The tenants with the most load get a series; all others
 * get sums only. A thousand series would take tens of megabytes.
 */
const maxSeries = 50;

/** Summarizes each tenant's load for the report, without the history. Pure function. */
export function summarizeTenants(
  pushes: readonly PushRecord[],
  queries: readonly QueryRecord[],
  loadStartMs: number,
): Record<string, TenantResult> {
  const flood = pushes.filter(({ kind }) => kind === "flood");
  const widthS = pointWidthS([...flood, ...queries], loadStartMs);
  const tenants = [...new Set([...flood, ...queries].map(({ tenant }) => tenant))].sort();
  const pushesOf = Map.groupBy(flood, ({ tenant }) => tenant);
  const queriesOf = Map.groupBy(queries, ({ tenant }) => tenant);
  const summaries = tenants.map((tenant) => {
    const own = { pushes: pushesOf.get(tenant) ?? [], queries: queriesOf.get(tenant) ?? [] };
    return { tenant, own, push: pushSummary(own.pushes), query: querySummary(own.queries) };
  });
  const byLoad = [...summaries].sort(
    (a, b) => b.push.offeredBytes - a.push.offeredBytes || b.query.requests - a.query.requests,
  );
  const drawn = new Set(byLoad.slice(0, maxSeries));
  return Object.fromEntries(
    summaries.map((summary) => {
      const series = drawn.has(summary) ? seriesOf(summary.own, loadStartMs, widthS) : [];
      return [summary.tenant, { push: summary.push, query: summary.query, series }];
    }),
  );
}

interface Own {
  readonly pushes: readonly PushRecord[];
  readonly queries: readonly QueryRecord[];
}

function bytesOf(pushes: readonly PushRecord[]): number {
  return pushes.reduce((sum, { lineBytes }) => sum + lineBytes, 0);
}

function pushSummary(pushes: readonly PushRecord[]): TenantResult["push"] {
  return {
    requests: pushes.length,
    ...countAnswers(pushes),
    offeredBytes: bytesOf(pushes),
    acceptedBytes: bytesOf(pushes.filter((push) => answerOf(push) === "accepted")),
    latency: latencyOf(pushes),
  };
}

function querySummary(queries: readonly QueryRecord[]): TenantResult["query"] {
  const { accepted: ok, ...others } = countAnswers(queries);
  return { requests: queries.length, ok, ...others, latency: latencyOf(queries) };
}

function pointWidthS(requests: readonly { readonly intendedMs: number }[], loadStartMs: number): number {
  const lastMs = requests.reduce((last, { intendedMs }) => Math.max(last, intendedMs), loadStartMs);
  return Math.max(1, Math.ceil((lastMs - loadStartMs) / 1000 / maxPoints));
}

/**
 * Returns a tenant's series of points over time. Each request counts in the point in which it was due, so a late answer
 * counts when it was requested.
 */
function seriesOf({ pushes, queries }: Own, loadStartMs: number, widthS: number): TenantResult["series"] {
  const pointOf = ({ intendedMs }: { readonly intendedMs: number }): number =>
    Math.max(0, Math.floor((intendedMs - loadStartMs) / 1000 / widthS));
  const pushed = Map.groupBy(pushes, pointOf);
  const queried = Map.groupBy(queries, pointOf);
  const last = Math.max(-1, ...pushed.keys(), ...queried.keys());
  return Array.from({ length: last + 1 }, (_, point) => {
    const own = pushed.get(point) ?? [];
    const asked = queried.get(point) ?? [];
    const rate = (answer: Answer): number =>
      bytesOf(own.filter((push) => answerOf(push) === answer)) / widthS;
    return {
      atS: point * widthS,
      offeredBytesPerSecond: bytesOf(own) / widthS,
      acceptedBytesPerSecond: rate("accepted"),
      refusedBytesPerSecond: rate("refused"),
      failedBytesPerSecond: rate("failed"),
      indeterminateBytesPerSecond: rate("indeterminate"),
      queriesPerSecond: perSecond(countAnswers(asked), widthS),
      pushP99Ms: slowest(responseTimes(own)),
      queryP99Ms: slowest(responseTimes(asked)),
    };
  });
}

function perSecond({ accepted, ...others }: Record<Answer, number>, widthS: number): QueryRates {
  const rate = (count: number): number => count / widthS;
  return {
    ok: rate(accepted),
    refused: rate(others.refused),
    failed: rate(others.failed),
    indeterminate: rate(others.indeterminate),
  };
}

/**
 * Returns the p99 of the samples in one point of a series, by nearest rank. The point might have only a few samples.
 */
function slowest(sorted: readonly number[]): number | null {
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null;
}
