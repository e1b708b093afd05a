import { z } from "zod";

/** One sampled chunk, as read from the S3 bucket. */
export const sampledChunk = z.strictObject({
  key: z.string(),
  bytes: z.int(),
  blocks: z.int().optional(),
  entries: z.int().optional(),
  /** Why the sampled object could not be read or decoded as a chunk. */
  problem: z.string().optional(),
});
export type SampledChunk = z.infer<typeof sampledChunk>;

/** The number of chunks stored at the end of each life of an ingester process, by tenant and ingester. */
const storedLives = z.record(z.string(), z.record(z.string(), z.array(z.number())));
export type StoredByTenant = z.infer<typeof storedLives>;

/** Counters of the Loki processes for their S3 writes, summed over all restarts. */
export const storeCounters = z.strictObject({
  stored: storedLives,
  /** `loki_ingester_chunks_flush_failures_total` by ingester. An ingester that exposes no such counter is absent. */
  flushFailures: z.record(z.string(), z.number()),
  /** S3 writes and deletes that failed, as counted by the Loki processes. */
  refusals: z.array(
    z.strictObject({ member: z.string(), operation: z.string(), status: z.string(), count: z.number() }),
  ),
  /** Names of ingesters that did not answer when their metrics were read. */
  silent: z.array(z.string()),
});
export type StoreCounters = z.infer<typeof storeCounters>;

export const bucketRecord = z.strictObject({
  bucket: z.string(),
  /** Why the bucket could not be read. The record's other fields are then those of an empty bucket. */
  problem: z.string().optional(),
  objects: z.int(),
  tenants: z.record(z.string(), z.strictObject({ chunks: z.int(), bytes: z.int() })),
  /**
   * Days, counted from the epoch, of which the bucket has chunks (chunkDays), and of which it has had a chunk for over
   * 20 minutes (longStoredDays).
   */
  chunkDays: z.array(z.int()),
  longStoredDays: z.array(z.int()),
  /**
   * The number of files and bytes of each day's index table, and the tenants for which the compactor made a separate
   * file.
   */
  tables: z.array(
    z.strictObject({ day: z.int(), files: z.int(), bytes: z.int(), compactedFor: z.array(z.string()) }),
  ),
  /** Keys of objects that do not belong to Loki: the first ten (strange), and how many there are (strangeCount). */
  strange: z.array(z.string()),
  strangeCount: z.int(),
  sample: z.array(sampledChunk),
  /** Whether this probe restarted the ingesters. A restart makes ingesters upload their index. */
  restarted: z.boolean(),
  canRestart: z.boolean(),
  /**
   * The Loki processes' counters, read before and after the bucket was listed. Chunks stored between the two readings
   * might be missing from the listing.
   */
  before: storeCounters,
  after: storeCounters,
});
export type BucketRecord = z.infer<typeof bucketRecord>;
