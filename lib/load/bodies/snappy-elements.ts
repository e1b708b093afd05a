/** What a snappy block is made of, after its length (google/snappy, format_description.txt). */
export interface ElementVisitor {
  /** The `length` bytes at `from` of the block decompress to position `at`. */
  literal(at: number, from: number, length: number): void;
  /** The `length` bytes at position `at` are those at `at - offset`. */
  copy(at: number, offset: number, length: number): void;
}

export interface Preamble {
  /** Length of the decompressed block. */
  readonly length: number;
  /** Where the elements begin. */
  readonly elementsAt: number;
}

export function readPreamble(block: Uint8Array): Preamble {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, elementsAt: at + 1 };
  }
  throw new RangeError("a snappy block begins with a varint of at most 5 bytes");
}

/** Tells every element in turn. Throws RangeError where they do not make up the length that the block announces. */
export function walkElements(block: Uint8Array, visitor: ElementVisitor): void {
  const { length: total, elementsAt } = readPreamble(block);
  let at = 0;
  let from = elementsAt;
  while (from < block.length) {
    const tag = block[from] ?? 0;
    const kind = tag & 3;
    const upper = tag >>> 2;
    let length = upper + 1;
    if (kind === 0) {
      const extra = upper < 60 ? 0 : upper - 59;
      if (extra > 0) length = littleEndian(block, from + 1, extra) + 1;
      from += 1 + extra;
      visitor.literal(at, from, length);
      from += length;
    } else {
      const width = kind === 3 ? 4 : kind;
      let offset = littleEndian(block, from + 1, width);
      if (kind === 1) {
        offset += (tag >>> 5) << 8;
        length = 4 + (upper & 7);
      }
      if (offset === 0 || offset > at) throw new RangeError(`a copy at ${at} reaches back by ${offset}`);
      visitor.copy(at, offset, length);
      from += 1 + width;
    }
    at += length;
  }
  if (from !== block.length || at !== total)
    throw new RangeError(`a snappy block of ${total} bytes decompresses to ${at}`);
}

function littleEndian(block: Uint8Array, at: number, width: number): number {
  let value = block[at] ?? 0;
  if (width > 1) value |= (block[at + 1] ?? 0) << 8;
  if (width > 2) value |= (block[at + 2] ?? 0) << 16;
  if (width > 3) value += (block[at + 3] ?? 0) * 2 ** 24;
  return value;
}
