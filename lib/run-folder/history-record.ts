import { z } from "zod";

/**
 * How far the flush of backdated data to the store got. Data in an ingester's memory is not in the store, and without
 * an index no query finds stored data.
 */
export const flushOutcome = z.strictObject({
  /** True if, after the flush, every ingester has no chunk in memory and an empty flush queue. */
  flushed: z.boolean(),
  /** True if every ingester was restarted gracefully, which uploads its index (measured on 3.7.8). */
  indexUploaded: z.boolean(),
  ingesters: z.array(
    z.strictObject({
      name: z.string(),
      chunksInMemory: z.number().optional(),
      queued: z.number().optional(),
    }),
  ),
  /** The reason why the flush or the upload of the index is incomplete, usually the last observation. */
  why: z.string().optional(),
});
export type FlushOutcome = z.infer<typeof flushOutcome>;

export const layoutRecord = z.strictObject({
  startMs: z.number(),
  stepNs: z.int().positive(),
  offsetNs: z.int().nonnegative(),
  streams: z.int().positive(),
  linesPerStream: z.int().positive(),
});

/** The backdated data that was written before the load, as saved in `records/history.json`. */
export const historyRecord = z.strictObject({
  tenants: z.record(
    z.string(),
    z.strictObject({
      /** Id of the run that wrote the history (backdated data). The history's streams carry this id as a label. */
      runId: z.string(),
      layout: layoutRecord,
      /** True if every push of the history was acknowledged, so that its line counts are known exactly. */
      acknowledged: z.boolean(),
      /** True if all of the history was read back through the gateway before the load began. */
      readable: z.boolean(),
    }),
  ),
  /** How far the history's flush got; absent if all of the history existed already. */
  flush: flushOutcome.optional(),
});
export type HistoryRecord = z.infer<typeof historyRecord>;
