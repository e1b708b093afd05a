/** A visitor of the elements of a snappy block (google/snappy, format_description.txt). */
export interface ElementVisitor {
  /** Called for a literal: the `length` bytes at `from` in the elements decompress to position `at`. */
  literal(at: number, from: number, length: number): void;
  /** Called for a copy: the `length` decompressed bytes at position `at` repeat those at `at - offset`. */
  copy(at: number, offset: number, length: number): void;
}

/** The elements of a snappy block, without the block's leading length. */
export interface Elements {
  readonly bytes: Uint8Array;
  /** The length of the decompressed elements in bytes. */
  readonly length: number;
}

/** Splits a snappy block into its length, a varint, and its elements. */
export function elementsOf(block: Uint8Array): Elements {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at] ?? 0;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { bytes: block.subarray(at + 1), length };
  }
  throw new RangeError("a snappy block begins with a varint of at most 5 bytes");
}

/**
 * Calls the visitor for every element in order. Throws RangeError if the elements do not decompress to the
 * stated length.
 */
export function walkElements({ bytes, length: total }: Elements, visitor: ElementVisitor): void {
  let [at, from] = [0, 0];
  while (from < bytes.length) {
    const tag = bytes[from] ?? 0;
    const kind = tag & 3;
    const upper = tag >>> 2;
    let length = upper + 1;
    if (kind === 0) {
      const extra = upper < 60 ? 0 : upper - 59;
      if (extra > 0) length = littleEndian(bytes, from + 1, extra) + 1;
      from += 1 + extra;
      visitor.literal(at, from, length);
      from += length;
    } else {
      let offset = bytes[from + 1] ?? 0;
      if (kind === 1) {
        offset |= (tag >>> 5) << 8;
        length = 4 + (upper & 7);
        from += 2;
      } else if (kind === 2) {
        offset |= (bytes[from + 2] ?? 0) << 8;
        from += 3;
      } else {
        offset = littleEndian(bytes, from + 1, 4);
        from += 5;
      }
      if (offset === 0 || offset > at) throw new RangeError(`a copy at ${at} reaches back by ${offset}`);
      visitor.copy(at, offset, length);
    }
    at += length;
  }
  if (from !== bytes.length || at !== total)
    throw new RangeError(`elements of ${total} bytes decompress to ${at}`);
}

function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = bytes[at] ?? 0;
  if (width > 1) value |= (bytes[at + 1] ?? 0) << 8;
  if (width > 2) value |= (bytes[at + 2] ?? 0) << 16;
  if (width > 3) value += (bytes[at + 3] ?? 0) * 2 ** 24;
  return value;
}
