import { type MetricSample, readMetrics, sumOf } from "../../loki/metrics.ts";
import type { Member } from "../../stack/stack.ts";

/**
 * Returns how many lookups an index gateway has served. Does not read `loki_index_gateway_requests_total`, because it
 * exists only after some starts (measured.md, "A counter that is sometimes not there"). Reads a metric that always
 * exists once a lookup was served.
 */
export function lookupsServed(samples: readonly MetricSample[]): number {
  return (
    sumOf(samples, "loki_request_duration_seconds_count", { route: /^\/indexgatewaypb\.IndexGateway\// }) ?? 0
  );
}

/**
 * Counts of a querier's index gateway client: lookups, failed lookups and connections (pkg/indexgateway/client.go,
 * 3.7.8).
 */
export interface LookupClient {
  readonly lookups: number;
  readonly failed: number;
  /**
   * The number of index gateways to which the querier is connected. Undefined in ring mode, in which the client has no
   * such gauge.
   */
  readonly connections: number | undefined;
}

export function lookupClient(samples: readonly MetricSample[]): LookupClient | undefined {
  const name = "loki_index_gateway_request_duration_seconds_count";
  const lookups = sumOf(samples, name);
  const connections = sumOf(samples, "loki_index_gateway_clients");
  if (lookups === undefined && connections === undefined) return undefined;
  const succeeded = sumOf(samples, name, { status_code: /^(2xx|success|200)$/ }) ?? 0;
  return { lookups: lookups ?? 0, failed: (lookups ?? 0) - succeeded, connections };
}

/**
 * Returns the names of metrics that only a process with its own index shipper has. An index shipper downloads index
 * files (pkg/storage/stores/shipper/indexshipper/tsdb/store.go, 3.7.8). A querier that has an index gateway's address
 * creates no index shipper.
 */
export function ownIndexMetrics(samples: readonly MetricSample[]): readonly string[] {
  const own = samples.filter(({ name }) => /^loki_(tsdb|boltdb)_shipper_/.test(name));
  return [...new Set(own.map(({ name }) => name))].sort();
}

/** Returns the number of lookups that each of these index gateways has served, by the gateway's name. */
export async function servedBy(
  gateways: readonly Member[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const read = gateways.map(
    async ({ name, url }) => [name, lookupsServed(await readMetrics(url, signal))] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
