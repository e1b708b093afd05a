import { type MetricSample, readMetrics, sumOf } from "../../loki/metrics.ts";
import type { Member } from "../../stack/stack.ts";

/**
 * Lookups that an index gateway served so far. `loki_index_gateway_requests_total` is there on some starts only
 * (measured.md, "A counter that is sometimes not there"); this one always is, once a lookup was served.
 */
export function lookupsServed(samples: readonly MetricSample[]): number {
  return (
    sumOf(samples, "loki_request_duration_seconds_count", { route: /^\/indexgatewaypb\.IndexGateway\// }) ?? 0
  );
}

/** What a querier's index gateway client counted (pkg/indexgateway/client.go, 3.7.8); undefined: it has no client. */
export interface LookupClient {
  readonly lookups: number;
  readonly failed: number;
  /** Index gateways that it holds a connection to; in ring mode the pool has no such gauge. */
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
 * Names of the metrics that only a process with an index shipper of its own has: one that downloads index files
 * (pkg/storage/stores/shipper/indexshipper/tsdb/store.go, 3.7.8). With an index gateway's address a querier makes none.
 */
export function ownIndexMetrics(samples: readonly MetricSample[]): readonly string[] {
  const own = samples.filter(({ name }) => /^loki_(tsdb|boltdb)_shipper_/.test(name));
  return [...new Set(own.map(({ name }) => name))].sort();
}

/** Lookups served by each of these index gateways so far, by name. */
export async function servedBy(
  gateways: readonly Member[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const read = gateways.map(
    async ({ name, url }) => [name, lookupsServed(await readMetrics(url, signal))] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
