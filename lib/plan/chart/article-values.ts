import type { JsonObject } from "../../base/json.ts";

const pods = { maxUnavailable: 1 } as const;

/**
 * Chart values for the article's topology: the layer under everybody's. Replicas, Loki's config and the runtime
 * overrides come from the plan. What the article does not say and the chart refuses or gets wrong without
 * (measured.md, "The article taken literally") is here.
 */
export const articleValues: JsonObject = {
  deploymentMode: "Distributed",
  // The chart asks for it wherever there is more than one replica.
  distributor: pods,
  querier: pods,
  queryFrontend: pods,
  queryScheduler: pods,
  // The article's size is under `persistence`; what the chart reads for ingesters and the compactor is a claim.
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
  // The chart's default is three of each, beside the distributed components.
  read: { replicas: 0 },
  write: { replicas: 0 },
  backend: { replicas: 0 },
  singleBinary: { replicas: 0 },
  // The article has no caches; the chart's are on by default.
  chunksCache: { enabled: false },
  resultsCache: { enabled: false },
};
