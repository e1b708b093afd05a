import { z } from "zod";

/** One chunk of the sample, read from the bucket. */
export const sampledChunk = z.strictObject({
  key: z.string(),
  bytes: z.int(),
  blocks: z.int().optional(),
  entries: z.int().optional(),
  /** Why it could not be read as a chunk. */
  problem: z.string().optional(),
});
export type SampledChunk = z.infer<typeof sampledChunk>;

/** Chunks stored, by tenant and ingester, at the end of each life of the ingester. */
const storedLives = z.record(z.string(), z.record(z.string(), z.array(z.number())));
export type StoredByTenant = z.infer<typeof storedLives>;

/** What the members counted over all their lives. */
export const storeCounters = z.strictObject({
  stored: storedLives,
  /** `loki_ingester_chunks_flush_failures_total`, by ingester; one that shows no such counter is absent. */
  flushFailures: z.record(z.string(), z.number()),
  /** Writes and deletes that S3 did not answer with success, as the members counted them. */
  refusals: z.array(
    z.strictObject({ member: z.string(), operation: z.string(), status: z.string(), count: z.number() }),
  ),
  /** Ingesters that did not answer. */
  silent: z.array(z.string()),
});
export type StoreCounters = z.infer<typeof storeCounters>;

export const bucketRecord = z.strictObject({
  bucket: z.string(),
  /** Why the bucket could not be read; then it is as if empty. */
  problem: z.string().optional(),
  objects: z.int(),
  tenants: z.record(z.string(), z.strictObject({ chunks: z.int(), bytes: z.int() })),
  /** Days since the epoch that chunks lie in, and of these such as have a chunk stored over 20 minutes ago. */
  chunkDays: z.array(z.int()),
  longStoredDays: z.array(z.int()),
  /** Files and bytes of each day's index table, and the tenants of the files that the compactor made. */
  tables: z.array(
    z.strictObject({ day: z.int(), files: z.int(), bytes: z.int(), compactedFor: z.array(z.string()) }),
  ),
  /** Keys that are neither chunk, index nor anything else of Loki's: the first ten, and how many. */
  strange: z.array(z.string()),
  strangeCount: z.int(),
  sample: z.array(sampledChunk),
  /** The ingesters were restarted by this probe, which uploads their index. */
  restarted: z.boolean(),
  canRestart: z.boolean(),
  /** Before the bucket was listed, and after: what is stored in between may be listed or not. */
  before: storeCounters,
  after: storeCounters,
});
export type BucketRecord = z.infer<typeof bucketRecord>;
