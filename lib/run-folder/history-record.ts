import { z } from "zod";

/** How far a flush got: what is still in an ingester's memory is not in the store, and no query finds it without an index. */
export const flushOutcome = z.strictObject({
  /** Every ingester's memory is empty of chunks, and its queue of flushes too. */
  flushed: z.boolean(),
  /** Every ingester was restarted gracefully, which uploads its index (measured on 3.7.8). */
  indexUploaded: z.boolean(),
  ingesters: z.array(
    z.strictObject({
      name: z.string(),
      chunksInMemory: z.number().optional(),
      queued: z.number().optional(),
    }),
  ),
  /** Why it is not all done: the last thing seen. */
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

/** What was written before the load, as `records/history.json` holds it. */
export const historyRecord = z.strictObject({
  tenants: z.record(
    z.string(),
    z.strictObject({
      /** Of the run that wrote it, which its streams are labelled with. */
      runId: z.string(),
      layout: layoutRecord,
      /** Every push of it was acknowledged: its counts are known exactly. */
      acknowledged: z.boolean(),
      /** It was read completely, through the gateway, before the load began. */
      readable: z.boolean(),
    }),
  ),
  /** Absent where all of it was there already. */
  flush: flushOutcome.optional(),
});
export type HistoryRecord = z.infer<typeof historyRecord>;
