import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { ascending, percentile, type Quantile, quantiles } from "../../verdict/percentile.ts";

export type TimedRequest = Pick<PushRecord | QueryRecord, "intendedMs" | "startMs" | "endMs" | "status">;

export interface Latency {
  readonly count: number;
  /** A quantile that too few samples carry is absent. */
  readonly responseMs: Readonly<Partial<Record<Quantile, number>>>;
  readonly serviceMs: Readonly<Partial<Record<Quantile, number>>>;
}

/**
 * Requests whose time says how fast Loki is: all but those it refused (4xx), which are answered before any work is
 * done. Failures and requests without an answer took as long as they took.
 */
export function timed<T extends TimedRequest>(requests: readonly T[]): readonly T[] {
  return requests.filter(({ status }) => status < 400 || status >= 500);
}

/** What a user waits, from the intended start on (open model), ascending. */
export function responseTimes(requests: readonly TimedRequest[]): readonly number[] {
  return ascending(timed(requests).map(({ endMs, intendedMs }) => endMs - intendedMs));
}

/** Exact quantiles of the raw samples: response from the intended start, service from the actual one. */
export function latencyOf(requests: readonly TimedRequest[]): Latency {
  const response = responseTimes(requests);
  const service = ascending(timed(requests).map(({ endMs, startMs }) => endMs - startMs));
  return { count: response.length, responseMs: allQuantiles(response), serviceMs: allQuantiles(service) };
}

function allQuantiles(sorted: readonly number[]): Latency["responseMs"] {
  const names = Object.keys(quantiles).filter((name): name is Quantile => name in quantiles);
  const found = names.map((name) => [name, percentile(sorted, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
