import { type Replicas, replicas } from "../stack-schema.ts";

/** The chart's key for each component's values (charts 6.29.0 and 6.55.0, values.yaml). */
const componentKeys = {
  distributor: "distributor",
  ingester: "ingester",
  querier: "querier",
  "query-frontend": "queryFrontend",
  "query-scheduler": "queryScheduler",
  "index-gateway": "indexGateway",
  compactor: "compactor",
  ruler: "ruler",
  "pattern-ingester": "patternIngester",
} as const satisfies Readonly<Record<keyof Replicas, string>>;

/** The chart's keys for all workloads that are not a planned Loki component. */
export const otherWorkloads: readonly string[] = [
  "gateway",
  "read",
  "write",
  "backend",
  "singleBinary",
  "bloomPlanner",
  "bloomBuilder",
  "bloomGateway",
  "overridesExporter",
  "chunksCache",
  "resultsCache",
  "memcachedExporter",
];

export const workloadKeys: readonly string[] = [...Object.values(componentKeys), ...otherWorkloads];

const names = replicas.keyof().options;

/** Pairs of a Loki component's name and the chart's key for its values. */
export const componentEntries: readonly (readonly [keyof Replicas, string])[] = names.map((name) => [
  name,
  componentKeys[name],
]);
