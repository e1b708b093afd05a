import { z } from "zod";

/**
 * What a probe left, as `records/<id>.json` holds it. `observed`: data is there. `unavailable`: the stack cannot do
 * it, or the plan does not ask for it (a skip). `broken`: the probe threw or ran out of time (unknown).
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

/** A `during` probe's file: one envelope per observation, oldest first. */
export const recordSeries = z.array(recordEnvelope);
