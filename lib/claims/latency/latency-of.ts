import type { PushRecord, QueryRecord } from "../../run-folder/request-record.ts";
import { ascending, percentile, type Quantile, quantiles } from "../../verdict/percentile.ts";

export type TimedRequest = Pick<PushRecord | QueryRecord, "intendedMs" | "startMs" | "endMs" | "status">;

export interface Latency {
  readonly count: number;
  /** Response times in milliseconds, by quantile. A quantile with too few samples is absent. */
  readonly responseMs: Readonly<Partial<Record<Quantile, number>>>;
  readonly serviceMs: Readonly<Partial<Record<Quantile, number>>>;
}

/**
 * Returns the requests whose duration shows how fast Loki is. Excludes refused requests (4xx), because Loki answers
 * them before doing any work. Includes failed and unanswered requests.
 */
export function timed<T extends TimedRequest>(requests: readonly T[]): readonly T[] {
  return requests.filter(({ status }) => status < 400 || status >= 500);
}

/**
 * Returns the requests' response times in ascending order. A response time is what the user waits, measured from the
 * intended start (open model).
 */
export function responseTimes(requests: readonly TimedRequest[]): readonly number[] {
  return ascending(timed(requests).map(({ endMs, intendedMs }) => endMs - intendedMs));
}

/**
 * Returns exact quantiles of the raw samples. Response times count from the intended start, and service times count
 * from the actual start.
 */
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
