import { Decompressor } from "snappy";
import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { type ChunkData, readChunkData } from "./chunk-data.ts";
import { expected, unreadable, within } from "./chunk-error.ts";
import { type ChunkKey, parseChunkKey } from "./chunk-key.ts";
import { crc32c } from "./crc32c.ts";

export interface DecodedChunk extends ChunkData {
  readonly key: ChunkKey;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Chunk metadata as Loki writes it, with times in seconds. The fingerprint is read as text because a double cannot hold
 * it.
 */
const metadata = z.object({
  userID: z.string(),
  from: z.number(),
  through: z.number(),
  metric: z.record(z.string(), z.string()),
});

/**
 * Decodes a chunk object as Loki does (pkg/storage/chunk/chunk.go, Decode; pkg/chunkenc/memchunk.go, 3.7.8). Checks the
 * checksum in the key, the lengths, the metadata against the key, the magic number, and the checksums of the block
 * list, the structured metadata and each block. Throws HarnessError CHUNK_UNREADABLE that names the mismatch.
 */
export async function decodeChunk(objectKey: string, bytes: Uint8Array): Promise<DecodedChunk> {
  const key = parseChunkKey(objectKey);
  if (key === undefined) throw unreadable(objectKey, "the key is not that of a chunk");
  const sum = crc32c(bytes);
  expected(objectKey, "checksum", { got: sum.toString(16), want: key.checksum.toString(16) });
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const metadataEnd = within(objectKey, view, 4) ? view.readUInt32BE(0) : 0;
  within(objectKey, view, metadataEnd + 4);
  const labels = checkMetadata(objectKey, key, await unframe(objectKey, view.subarray(4, metadataEnd)));
  const dataBytes = view.readUInt32BE(metadataEnd);
  const data = view.subarray(metadataEnd + 4);
  expected(objectKey, "data length", { got: data.length, want: dataBytes });
  return { key, labels, ...readChunkData(objectKey, data) };
}

async function unframe(objectKey: string, framed: Uint8Array): Promise<string> {
  try {
    const decompressor = new Decompressor();
    const head = decompressor.update(framed);
    return Buffer.concat([head, await decompressor.finish()]).toString("utf8");
  } catch (error) {
    throw unreadable(objectKey, `metadata: ${describeError(error)}`);
  }
}

function checkMetadata(objectKey: string, key: ChunkKey, text: string): DecodedChunk["labels"] {
  const parsed = parseMetadata(objectKey, text);
  const fingerprint = /"fingerprint":"?(\d+)"?/.exec(text)?.[1] ?? "";
  expected(objectKey, "tenant", { got: parsed.userID, want: key.tenant });
  expected(objectKey, "fingerprint", { got: BigInt(fingerprint || -1).toString(16), want: key.fingerprint });
  expected(objectKey, "from", { got: Math.round(parsed.from * 1000), want: key.fromMs });
  expected(objectKey, "through", { got: Math.round(parsed.through * 1000), want: key.throughMs });
  return parsed.metric;
}

function parseMetadata(objectKey: string, text: string): z.infer<typeof metadata> {
  try {
    return metadata.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(objectKey, `metadata: ${describeError(error)}`);
  }
}
