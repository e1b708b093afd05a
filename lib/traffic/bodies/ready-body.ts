import type { LineFormat } from "../line-id.ts";

/**
 * The number of bytes of a push id. A push id and a timestamp, 21 bytes together, differ from push to push. Bytes 0 to
 * 15 are the digits of the push id. Bytes 16 to 20 are the timestamp in seconds as a varint, which has five bytes from
 * 1978 to 3058.
 */
export const idBytes = 16;
export const patchedBytes = 21;

/**
 * The maximum size of a push's head, and the bytes reserved for it. The head is everything before the entries,
 * including the stream's labels (Loki allows 15 labels).
 */
export const headRoom = 4096;

/** The size of one placeholder position in a body's table: a little-endian 32-bit number. */
export const placeBytes = 4;

/**
 * A prebuilt push body's offset in the file of its family, and its sizes. The body begins with the positions of the
 * placeholders, first for ids, then for timestamps (relative to the body's start). Then follow `headRoom` bytes for a
 * head, and the entries.
 */
export interface ReadyBody {
  readonly from: number;
  readonly sizeBytes: number;
  /** The number of bytes of log lines in a prebuilt push body. */
  readonly lineBytes: number;
  /** The length of the decompressed entries in bytes, for snappy only. */
  readonly entriesBytes: number;
}

/**
 * The prebuilt push bodies that floods with the same encoding and sizes send. The bodies are in one file, which all
 * virtual users of a k6 process share.
 */
export interface ReadyFamily {
  readonly file: string;
  /** The number of push id placeholders in each body. It equals the number of timestamp placeholders. */
  readonly places: number;
  readonly sizeBytes: number;
  readonly largestBytes: number;
  /** The prebuilt push bodies of the family, by line format and variant. */
  readonly bodies: Readonly<Record<LineFormat, readonly ReadyBody[]>>;
}

/**
 * Returns the offset in a prebuilt push body at which its entries begin, right after the bytes reserved for the head.
 * `places` is the number of placeholders for push ids.
 */
export function headEnd(places: number): number {
  return 2 * places * placeBytes + headRoom;
}
