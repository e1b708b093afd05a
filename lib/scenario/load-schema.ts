import { z } from "zod";

const positive = z.number().positive();

/** One step of a flood: a constant rate held for a while. A ramp is a staircase of them. */
export const rateStep = z.strictObject({
  forS: positive.describe("how long the rate is held, in seconds"),
  rateBytesPerSecond: positive.describe("bytes of log lines per second, before `scale` divides it"),
});

const startS = z
  .number()
  .nonnegative()
  .default(0)
  .describe("when it begins, in seconds after the load's start");

export const floodSpec = z.strictObject({
  startS,
  steps: z.array(rateStep).min(1),
  streams: z.int().positive().default(12).describe("streams per tenant; a push carries one of them"),
  lineBytes: z.int().min(60).default(160).describe("mean length of a log line in bytes"),
  pushBytes: z.int().positive().default(100_000).describe("bytes of log lines in one push"),
  format: z.enum(["json"]).default("json"),
});

export const stormSpec = z.strictObject({
  startS,
  ratePerSecond: positive.describe("queries that arrive per second, whether or not Loki keeps up"),
  forS: positive,
  rangesS: z.array(positive).min(1).describe("lengths of the queried ranges, in seconds, used in turn"),
});

export const historySpec = z.strictObject({
  spanS: positive.describe("how far back the history reaches, in seconds, ending one hour ago"),
  lines: z.int().positive().describe("lines written per tenant, spread evenly over the span"),
  streams: z.int().positive().default(2),
});

export const tenantLoad = z.strictObject({
  flood: floodSpec.optional(),
  storm: stormSpec.optional(),
  history: historySpec.optional(),
});

export const latencyBudget = z.strictObject({
  tenant: z.string(),
  operation: z.enum(["push", "query"]),
  quantile: z.enum(["p50", "p90", "p95", "p99", "p99.9", "max"]),
  maxMs: positive,
});

export type RateStep = z.infer<typeof rateStep>;
export type FloodSpec = z.infer<typeof floodSpec>;
export type StormSpec = z.infer<typeof stormSpec>;
export type HistorySpec = z.infer<typeof historySpec>;
export type TenantLoad = z.infer<typeof tenantLoad>;
export type LatencyBudget = z.infer<typeof latencyBudget>;
