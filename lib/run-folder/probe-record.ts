import { z } from "zod";

/**
 * The result of a probe, as saved in `records/<id>.json`. `observed`: the record has data. `unavailable`: the stack
 * cannot provide the data, or the plan does not request them (a skip). `broken`: the probe threw or timed out
 * (unknown).
 */
export const recordEnvelope = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("observed"),
    probe: z.string(),
    atMs: z.number(),
    tookMs: z.number(),
    data: z.unknown(),
  }),
  z.strictObject({ status: z.literal("unavailable"), probe: z.string(), why: z.string() }),
  z.strictObject({ status: z.literal("broken"), probe: z.string(), why: z.string() }),
]);
export type RecordEnvelope = z.infer<typeof recordEnvelope>;

/** The record of a probe that observes repeatedly during the load: one envelope per observation, oldest first. */
export const recordSeries = z.array(recordEnvelope);
