/**
 * Writes the elements of a snappy block (google/snappy, format_description.txt) into `bytes`, which must be large
 * enough.
 */
export class SnappyWriter {
  readonly bytes: Uint8Array;
  /** The position in `bytes` where the next element will be written. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /**
   * Writes a snappy literal of at most 64 KiB, and returns the position of its first byte. Writes nothing for an empty
   * text.
   */
  literal(text: Uint8Array): number {
    const rest = text.length - 1;
    if (rest >= 0) {
      if (rest < 60) this.#put(rest << 2);
      else if (rest < 256) this.#put(60 << 2, rest);
      else this.#put(61 << 2, rest & 0xff, rest >>> 8);
      this.bytes.set(text, this.at);
    }
    this.at += text.length;
    return this.at - text.length;
  }

  /**
   * Writes a snappy copy element that repeats `length` bytes (at most 64), starting `offset` bytes back in the
   * decompressed data.
   */
  copy(offset: number, length: number): void {
    const [low, high] = [offset & 0xff, (offset >>> 8) & 0xff];
    if (length >= 4 && length <= 11 && offset < 2048)
      this.#put(((offset >>> 8) << 5) | ((length - 4) << 2) | 1, low);
    else if (offset < 65_536) this.#put(((length - 1) << 2) | 2, low, high);
    else this.#put(((length - 1) << 2) | 3, low, high, (offset >>> 16) & 0xff, offset >>> 24);
  }

  #put(...values: readonly number[]): void {
    for (const value of values) this.bytes[this.at++] = value;
  }
}
