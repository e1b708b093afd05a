import type { JsonObject } from "../../base/json.ts";

const pods = { maxUnavailable: 1 } as const;

/**
 * Chart values for the article's topology, with all other values merged over them. Replicas, Loki's config and the
 * runtime overrides come from the plan. The values also include settings that the article omits but the chart
 * needs to start or to work correctly (measured.md, "The article taken literally").
 */
export const articleValues: JsonObject = {
  deploymentMode: "Distributed",
  // The chart requires maxUnavailable for every component with more than one replica.
  distributor: pods,
  querier: pods,
  queryFrontend: pods,
  queryScheduler: pods,
  // The article sets the size of a volume under `persistence`, but the chart reads it from `claims` for ingesters and
  // the compactor.
  ingester: {
    ...pods,
    persistence: { enabled: true, claims: [{ name: "data", accessModes: ["ReadWriteOnce"], size: "20Gi" }] },
    zoneAwareReplication: { enabled: false },
  },
  indexGateway: { ...pods, persistence: { enabled: true, size: "20Gi" } },
  compactor: {
    persistence: { enabled: true, claims: [{ name: "data", accessModes: ["ReadWriteOnce"], size: "10Gi" }] },
  },
  ruler: { ...pods, enabled: true },
  gateway: { enabled: true, replicas: 1, image: { tag: "1.29-alpine" } },
  // By default the chart runs three replicas each of read, write and backend, in addition to the distributed
  // components.
  read: { replicas: 0 },
  write: { replicas: 0 },
  backend: { replicas: 0 },
  singleBinary: { replicas: 0 },
  // The article has no caches, but the chart enables its caches by default.
  chunksCache: { enabled: false },
  resultsCache: { enabled: false },
};
