import { z } from "zod";
import { historyLines, milliseconds, queriesPerSecond, reachS, seconds, streamCount } from "./bounds.ts";
import { floodSource, floodSpec, startS } from "./flood-schema.ts";
import { reference } from "./names.ts";
import { isQueryTemplate, queryTemplates } from "./query-templates.ts";

export { type FloodSpec, floodSpec, type RateStep } from "./flood-schema.ts";

const queryWeights = z
  .partialRecord(z.enum(Object.keys(queryTemplates).filter(isQueryTemplate)), z.int().min(0).max(100))
  .refine((weights) => Object.values(weights).some((weight) => weight > 0), "expected a weight above 0");

export const stormSpec = z.strictObject({
  startS,
  ratePerSecond: queriesPerSecond.describe("queries that arrive per second, whether or not Loki keeps up"),
  forS: seconds,
  rangesS: z
    .array(reachS)
    .min(1)
    .max(100)
    .describe("lengths of the queried ranges, in seconds, used in turn"),
  mix: queryWeights
    .optional()
    .describe("how often each query template comes beside the others, in place of the default mix"),
});

export const historySpec = z.strictObject({
  spanS: reachS.describe("how far back the history reaches, in seconds, ending one hour ago"),
  lines: historyLines.describe("lines written per tenant, spread evenly over the span"),
  streams: streamCount.default(2),
});

/** A tenant's load as written in a scenario. */
export const tenantSource = z.strictObject({
  flood: floodSource.optional(),
  storm: stormSpec.optional(),
  history: historySpec.optional(),
});

/** A tenant's load in a plan: divided by `scale`, with the flood's rate over time as steps. */
export const tenantLoad = z.strictObject({ ...tenantSource.shape, flood: floodSpec.optional() });

const group = {
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, "expected letters, digits, dots, hyphens and underscores")
    .describe("tenants are called by it and a number from 1 on: team-0001"),
  count: z.int().min(1).max(10_000).describe("how many tenants"),
  zipf: z
    .number()
    .min(0)
    .max(3)
    .default(1)
    .describe("number n has 1/n^zipf of the share of number 1; 0: all have the same"),
};

/** A group of many similar tenants. The flood's rate is that of all tenants together. */
export const tenantGroupSource = z
  .strictObject({ ...group, flood: floodSource })
  .refine(({ flood }) => flood.format !== "otlp", {
    error:
      "expected another format than otlp: each tenant would need an override, to have the labels of the other formats",
    path: ["flood", "format"],
  });
export const tenantGroup = z.strictObject({ ...group, flood: floodSpec });

export const latencyBudget = z.strictObject({
  tenant: reference.describe("a tenant, or all of a group together: its prefix and *"),
  operation: z.enum(["push", "query"]),
  quantile: z.enum(["p50", "p90", "p95", "p99", "p99.9", "max"]),
  maxMs: milliseconds,
});

export type StormSpec = z.infer<typeof stormSpec>;
export type HistorySpec = z.infer<typeof historySpec>;
export type TenantLoad = z.infer<typeof tenantLoad>;
export type TenantSource = z.infer<typeof tenantSource>;
export type TenantGroup = z.infer<typeof tenantGroup>;
export type TenantGroupSource = z.infer<typeof tenantGroupSource>;
export type LatencyBudget = z.infer<typeof latencyBudget>;
