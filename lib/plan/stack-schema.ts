import { z } from "zod";
import { chartSpec } from "./chart/chart-schema.ts";
import { jsonObject } from "./json-schema.ts";
import { bucketName, byTenant, lokiRelease } from "./names.ts";

/** The maximum replicas of one component: more than one machine can run. */
export const maxReplicas = 50;
const count = z.int().min(0).max(maxReplicas);

/**
 * The expected replicas of each component. The defaults are those of the article, plus two query-schedulers that
 * lokiproof adds.
 */
export const replicas = z.strictObject({
  distributor: count.default(3),
  ingester: count.default(3),
  querier: count.default(4),
  "query-frontend": count.default(2),
  "query-scheduler": count.default(2),
  "index-gateway": count.default(2),
  compactor: count.default(1),
  ruler: count.default(2),
  /** Raised to 1 if Loki's config enables pattern ingesters (pattern-ingesters.ts). The article has none. */
  "pattern-ingester": count.default(0),
});
/** Replica counts of some or all components, without defaults. */
export const someReplicas = z.partialRecord(replicas.keyof(), count);
export type Replicas = z.infer<typeof replicas>;
export const noReplicas: Replicas = {
  distributor: 0,
  ingester: 0,
  querier: 0,
  "query-frontend": 0,
  "query-scheduler": 0,
  "index-gateway": 0,
  compactor: 0,
  ruler: 0,
  "pattern-ingester": 0,
};

/** Runtime overrides by tenant, in Loki's own structure. A value of null removes the tenant's overrides. */
export const tenantOverrides = byTenant(jsonObject.nullable());

export const stackSpec = z.strictObject({
  lokiVersion: lokiRelease.default("3.7.8"),
  replicas: replicas.prefault({}),
  bucket: bucketName.default("lokiproof-chunks"),
  config: jsonObject.default({}).describe("Loki config laid over the article's, before `scale`"),
  overrides: tenantOverrides
    .default({})
    .describe("laid over the article's runtime overrides, before `scale`"),
  chart: chartSpec.prefault({}).describe("the Helm chart of stacks on Kubernetes, and its values"),
});
export type StackSpec = z.infer<typeof stackSpec>;
