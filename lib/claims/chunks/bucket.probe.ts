import { describeError } from "../../base/errors.ts";
import { flushAndUpload } from "../../history/flush.ts";
import { writable } from "../../plan/may-write.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { type BucketObject, type BucketReader, openBucket } from "../../s3/bucket.ts";
import { contentsOf, readSample } from "./bucket-contents.ts";
import { objectKind, tablePrefixes } from "./bucket-layout.ts";
import { type BucketRecord, bucketRecord } from "./bucket-record.ts";
import { storeCountersNow } from "./store-counters.ts";

/** Lists the expected S3 bucket after all ingesters were flushed. Reads and decodes a seeded sample of its chunks. */
export const bucketProbe: Probe<BucketRecord> = {
  id: "chunks.bucket",
  phase: "disturbing",
  order: 111,
  record: bucketRecord,
  timeoutMs: 150_000,
  observe: async (context, signal) => {
    using reader = openBucket({ ...context.stack.s3, bucket: context.plan.bucket });
    const restarted = await uploadMissingIndex(reader, context, signal);
    const before = await storeCountersNow(context, signal);
    const listed = await list(reader, context, signal);
    const after = await storeCountersNow(context, signal);
    const keys = chunkKeys(listed.objects, context);
    return {
      bucket: context.plan.bucket,
      ...(listed.problem === undefined ? {} : { problem: listed.problem }),
      ...contents(listed.objects, context),
      sample: await readSample(reader, { keys, seed: context.plan.seed }, signal),
      restarted,
      canRestart: context.stack.restart !== undefined,
      before,
      after,
    };
  },
};

interface Listing {
  readonly objects: readonly BucketObject[];
  readonly problem?: string;
}

/**
 * Lists the S3 bucket. In a cluster that lokiproof did not create, lists only the index and the tenants that lokiproof
 * writes to.
 */
async function list(
  reader: BucketReader,
  { stack, plan }: ProbeContext,
  signal: AbortSignal,
): Promise<Listing> {
  const prefixes = stack.foreign ? [...writable(plan).map((tenant) => `${tenant}/`), "index/"] : [""];
  try {
    const listed = await Promise.all(prefixes.map((prefix) => reader.list(prefix, signal)));
    return { objects: listed.flat() };
  } catch (error) {
    signal.throwIfAborted();
    return { objects: [], problem: describeError(error) };
  }
}

/**
 * Restarts the ingesters if a day that has chunks has no index table, and if lokiproof can restart them. Chunks flushed
 * after the last index upload cause such a gap, and a restart uploads the index. Returns whether the index was
 * uploaded.
 */
async function uploadMissingIndex(
  reader: BucketReader,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { chunkDays, tables } = contents((await list(reader, context, signal)).objects, context);
  const missing = chunkDays.filter((day) => !tables.some((table) => table.day === day));
  if (missing.length === 0 || context.stack.restart === undefined) return false;
  return (await flushAndUpload(context.stack, signal, context.progress)).indexUploaded;
}

function contents(
  listed: readonly BucketObject[],
  { plan, clock }: ProbeContext,
): ReturnType<typeof contentsOf> {
  return contentsOf(listed, { prefixes: tablePrefixes(plan), nowMs: clock.now() });
}

function chunkKeys(listed: readonly BucketObject[], { plan }: ProbeContext): readonly string[] {
  const prefixes = tablePrefixes(plan);
  return listed.map(({ key }) => key).filter((key) => objectKind(key, prefixes).kind === "chunk");
}
