import { Decompressor } from "snappy";
import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { type ChunkKey, parseChunkKey } from "./chunk-key.ts";
import { crc32c } from "./crc32c.ts";

export interface DecodedChunk {
  readonly key: ChunkKey;
  readonly labels: Readonly<Record<string, string>>;
  /** Chunk format, 4 since schema v13. */
  readonly format: number;
  readonly blocks: number;
  readonly entries: number;
}

/** Chunk metadata as Loki writes it; times in seconds. The fingerprint does not fit a double and is read as text. */
const metadata = z.object({
  userID: z.string(),
  from: z.number(),
  through: z.number(),
  metric: z.record(z.string(), z.string()),
});

const magic = 0x012ee56a;
const formatSinceV13 = 4;

/**
 * Reads a chunk object as Loki would (pkg/storage/chunk/chunk.go, Decode; pkg/chunkenc/memchunk.go, 3.7.8) and checks
 * all that it checks: the checksum in the key, the lengths, the metadata against the key, the magic, and the checksums
 * of the block list and of each block. Throws HarnessError CHUNK_UNREADABLE saying what does not fit.
 */
export async function decodeChunk(objectKey: string, bytes: Uint8Array): Promise<DecodedChunk> {
  const key = parseChunkKey(objectKey);
  if (key === undefined) throw unreadable(objectKey, "the key is not that of a chunk");
  const sum = crc32c(bytes);
  expected(objectKey, "checksum", { got: sum.toString(16), want: key.checksum.toString(16) });
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadataEnd = within(objectKey, view, 4) ? view.readUInt32BE(0) : 0;
  within(objectKey, view, metadataEnd + 4);
  const labels = checkMetadata(objectKey, key, await unframe(view.subarray(4, metadataEnd)));
  const dataBytes = view.readUInt32BE(metadataEnd);
  const data = view.subarray(metadataEnd + 4);
  expected(objectKey, "data length", { got: data.length, want: dataBytes });
  return { key, labels, ...readData(objectKey, data) };
}

async function unframe(framed: Uint8Array): Promise<string> {
  const decompressor = new Decompressor();
  const head = decompressor.update(framed);
  return Buffer.concat([head, await decompressor.finish()]).toString("utf8");
}

function checkMetadata(objectKey: string, key: ChunkKey, text: string): DecodedChunk["labels"] {
  const parsed = metadata.parse(JSON.parse(text));
  const fingerprint = /"fingerprint":"?(\d+)"?/.exec(text)?.[1] ?? "";
  expected(objectKey, "tenant", { got: parsed.userID, want: key.tenant });
  expected(objectKey, "fingerprint", { got: BigInt(fingerprint || -1).toString(16), want: key.fingerprint });
  expected(objectKey, "from", { got: Math.round(parsed.from * 1000), want: key.fromMs });
  expected(objectKey, "through", { got: Math.round(parsed.through * 1000), want: key.throughMs });
  return parsed.metric;
}

function readData(objectKey: string, data: Buffer): Omit<DecodedChunk, "key" | "labels"> {
  within(objectKey, data, 6 + 32);
  expected(objectKey, "magic number", { got: data.readUInt32BE(0), want: magic });
  const format = data.readUInt8(4);
  expected(objectKey, "chunk format", { got: format, want: formatSinceV13 });
  const listBytes = Number(data.readBigUInt64BE(data.length - 16));
  const listStart = Number(data.readBigUInt64BE(data.length - 8));
  const list = checked(objectKey, data, { start: listStart, bytes: listBytes, what: "block list" });
  const blocks = readBlockList(list);
  for (const [index, block] of blocks.entries()) {
    checked(objectKey, data, { start: block.offset, bytes: block.bytes, what: `block ${index}` });
  }
  const entries = blocks.reduce((sum, block) => sum + block.entries, 0);
  if (entries === 0) throw unreadable(objectKey, "it holds no entry");
  return { format, blocks: blocks.length, entries };
}

interface Block {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
}

/** Number of blocks, then of each: entries, first and last time (zigzag), offset, uncompressed and compressed bytes. */
function readBlockList(list: Buffer): readonly Block[] {
  let at = 0;
  const next = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = list.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  return Array.from({ length: next() }, () => {
    const entries = next();
    next();
    next();
    const offset = next();
    next();
    return { entries, offset, bytes: next() };
  });
}

/** A section that is followed by its own checksum. */
function checked(
  objectKey: string,
  data: Buffer,
  section: { readonly start: number; readonly bytes: number; readonly what: string },
): Buffer {
  const end = section.start + section.bytes;
  within(objectKey, data, end + 4);
  const bytes = data.subarray(section.start, end);
  expected(objectKey, `checksum of the ${section.what}`, {
    got: crc32c(bytes),
    want: data.readUInt32BE(end),
  });
  return bytes;
}

function within(objectKey: string, data: Buffer, end: number): boolean {
  if (end <= data.length) return true;
  throw unreadable(objectKey, `it ends after ${data.length} bytes, expected at least ${end}`);
}

function expected<T>(
  objectKey: string,
  what: string,
  { got, want }: { readonly got: T; readonly want: T },
): void {
  if (got !== want) throw unreadable(objectKey, `${what}: expected ${String(want)}, got ${String(got)}`);
}

function unreadable(objectKey: string, why: string): HarnessError {
  return new HarnessError(`chunk ${objectKey}: ${why}`, { code: "CHUNK_UNREADABLE" });
}
