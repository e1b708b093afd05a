import { createHash } from "node:crypto";
import pLimit from "p-limit";
import { describeError } from "../../base/errors.ts";
import type { BucketObject, BucketReader } from "../../s3/bucket.ts";
import { daysOf, type ObjectKind, objectKind } from "./bucket-layout.ts";
import type { BucketRecord, SampledChunk } from "./bucket-record.ts";
import { decodeChunk } from "./decode-chunk.ts";

const sampleSize = 40;
const getsAtATime = 8;
const strangeShown = 10;
/**
 * The age from which a chunk must be listed in its day's index table. It exceeds the 15 minutes after which an ingester
 * uploads its index by itself.
 */
const indexDueMs = 20 * 60_000;

type Contents = Pick<
  BucketRecord,
  "objects" | "tenants" | "chunkDays" | "longStoredDays" | "tables" | "strange" | "strangeCount"
>;

/** Summarizes a listing of the S3 bucket: chunks, index tables and unexpected keys. */
export function contentsOf(
  listed: readonly BucketObject[],
  { prefixes, nowMs }: { readonly prefixes: readonly string[]; readonly nowMs: number },
): Contents {
  const kinds = listed.map((object) => ({ object, is: objectKind(object.key, prefixes) }));
  const chunks = kinds.flatMap(({ object, is }) =>
    is.kind === "chunk" ? [{ object, chunk: is.chunk }] : [],
  );
  const index = kinds.flatMap(({ object, is }) => (is.kind === "index" ? [{ object, is }] : []));
  const strange = kinds.filter(({ is }) => is.kind === "strange").map(({ object }) => object.key);
  const long = chunks.filter(({ object }) => nowMs - object.modifiedMs > indexDueMs);
  return {
    objects: listed.length,
    tenants: tenantsOf(chunks),
    chunkDays: distinct(chunks.flatMap(({ chunk }) => daysOf(chunk))),
    longStoredDays: distinct(long.flatMap(({ chunk }) => daysOf(chunk))),
    tables: tablesOf(index),
    strange: strange.slice(0, strangeShown),
    strangeCount: strange.length,
  };
}

function tenantsOf(
  chunks: readonly { readonly object: BucketObject; readonly chunk: { readonly tenant: string } }[],
): BucketRecord["tenants"] {
  const tenants: BucketRecord["tenants"] = {};
  for (const { object, chunk } of chunks) {
    const seen = tenants[chunk.tenant] ?? { chunks: 0, bytes: 0 };
    tenants[chunk.tenant] = { chunks: seen.chunks + 1, bytes: seen.bytes + object.sizeBytes };
  }
  return tenants;
}

function tablesOf(
  index: readonly { readonly object: BucketObject; readonly is: Extract<ObjectKind, { kind: "index" }> }[],
): BucketRecord["tables"] {
  return distinct(index.map(({ is }) => is.day)).map((day) => {
    const files = index.filter(({ is }) => is.day === day);
    return {
      day,
      files: files.length,
      bytes: files.reduce((sum, { object }) => sum + object.sizeBytes, 0),
      compactedFor: [...new Set(files.flatMap(({ is }) => is.tenant ?? []))].sort(),
    };
  });
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/**
 * Reads and decodes a sample of the listed chunks, or all of them if there are few. The same seed and keys give the
 * same sample.
 */
export async function readSample(
  reader: BucketReader,
  { keys, seed }: { readonly keys: readonly string[]; readonly seed: number },
  signal: AbortSignal,
): Promise<SampledChunk[]> {
  const rank = (key: string): string => createHash("sha256").update(`${seed}/${key}`).digest("hex");
  const ranked = keys.map((key) => ({ key, rank: rank(key) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const limit = pLimit(getsAtATime);
  return Promise.all(ranked.slice(0, sampleSize).map(({ key }) => limit(() => readOne(reader, key, signal))));
}

async function readOne(reader: BucketReader, key: string, signal: AbortSignal): Promise<SampledChunk> {
  let bytes = 0;
  try {
    const object = await reader.get(key, signal);
    bytes = object.length;
    const { blocks, entries } = await decodeChunk(key, object);
    return { key, bytes, blocks, entries };
  } catch (error) {
    signal.throwIfAborted();
    return { key, bytes, problem: describeError(error) };
  }
}
