import { expected, unreadable, within } from "./chunk-error.ts";
import { crc32c } from "./crc32c.ts";

export interface ChunkData {
  /** The version of the chunk format: 4 since schema v13. */
  readonly format: number;
  readonly blocks: number;
  readonly entries: number;
}

const magic = 0x012ee56a;
const formatSinceV13 = 4;

/**
 * Reads the chunk data that follows the metadata (pkg/chunkenc/memchunk.go, 3.7.8). Checks the magic number and the
 * checksums of the block list, the structured metadata and each block. Throws HarnessError CHUNK_UNREADABLE.
 */
export function readChunkData(objectKey: string, data: Buffer): ChunkData {
  within(objectKey, data, 6 + 32);
  expected(objectKey, "magic number", { got: data.readUInt32BE(0), want: magic });
  const format = data.readUInt8(4);
  expected(objectKey, "chunk format", { got: format, want: formatSinceV13 });
  const list = checked(objectKey, data, { ...sectionAt(data, 1), what: "block list" });
  checked(objectKey, data, { ...sectionAt(data, 2), what: "structured metadata" });
  const blocks = readBlockList(list);
  for (const [index, block] of blocks.entries()) {
    checked(objectKey, data, { start: block.offset, bytes: block.bytes, what: `block ${index}` });
  }
  const entries = blocks.reduce((sum, block) => sum + block.entries, 0);
  if (entries === 0) throw unreadable(objectKey, "it holds no entry");
  return { format, blocks: blocks.length, entries };
}

/**
 * Reads the length and offset of a section from the end of the chunk. These pairs are stored in reverse order: the
 * first section's pair comes last.
 */
function sectionAt(data: Buffer, place: number): { readonly start: number; readonly bytes: number } {
  const at = data.length - 16 * place;
  return { bytes: Number(data.readBigUInt64BE(at)), start: Number(data.readBigUInt64BE(at + 8)) };
}

interface Block {
  readonly entries: number;
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Reads the number of blocks from a chunk's block list. Then reads each block's number of entries, first and last
 * timestamp (zigzag), offset, uncompressed size and compressed size.
 */
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

/** Returns the bytes of a chunk's section. First compares them with the checksum that follows the section. */
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
