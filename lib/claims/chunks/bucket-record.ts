import { z } from "zod";

/** One chunk of the sample, read from the bucket. */
export const sampledChunk = z.strictObject({
  key: z.string(),
  bytes: z.int(),
  blocks: z.int().optional(),
  entries: z.int().optional(),
  /** Why the object could not be read or decoded as a chunk. */
  problem: z.string().optional(),
});
export type SampledChunk = z.infer<typeof sampledChunk>;

/** The number of chunks stored at the end of each life of an ingester process, by tenant and ingester. */
const storedLives = z.record(z.string(), z.record(z.string(), z.array(z.number())));
export type StoredByTenant = z.infer<typeof storedLives>;

/** The members' counters, summed up over all their restarts. */
export const storeCounters = z.strictObject({
  stored: storedLives,
  /** `loki_ingester_chunks_flush_failures_total` by ingester. An ingester that exposes no such counter is absent. */
  flushFailures: z.record(z.string(), z.number()),
  /** S3 writes and deletes that did not succeed, as the members counted them. */
  refusals: z.array(
    z.strictObject({ member: z.string(), operation: z.string(), status: z.string(), count: z.number() }),
  ),
  /** Ingesters that did not answer. */
  silent: z.array(z.string()),
});
export type StoreCounters = z.infer<typeof storeCounters>;

export const bucketRecord = z.strictObject({
  bucket: z.string(),
  /** Why the bucket could not be read. The rest of the record is then that of an empty bucket. */
  problem: z.string().optional(),
  objects: z.int(),
  tenants: z.record(z.string(), z.strictObject({ chunks: z.int(), bytes: z.int() })),
  /**
   * Days since the epoch that have chunks (chunkDays), and those that have a chunk stored over 20 minutes ago
   * (longStoredDays).
   */
  chunkDays: z.array(z.int()),
  longStoredDays: z.array(z.int()),
  /** Files and bytes of each day's index table, and the tenants whose files the compactor made. */
  tables: z.array(
    z.strictObject({ day: z.int(), files: z.int(), bytes: z.int(), compactedFor: z.array(z.string()) }),
  ),
  /** Keys of objects that do not belong to Loki: the first ten (strange), and how many there are (strangeCount). */
  strange: z.array(z.string()),
  strangeCount: z.int(),
  sample: z.array(sampledChunk),
  /** Whether this probe restarted the ingesters, which makes them upload their index. */
  restarted: z.boolean(),
  canRestart: z.boolean(),
  /** Counters read before and after the bucket was listed. Chunks stored in between may be missing from the listing. */
  before: storeCounters,
  after: storeCounters,
});
export type BucketRecord = z.infer<typeof bucketRecord>;
