import type { LineFormat } from "../line-id.ts";

/**
 * The numbers of the bytes that differ from push to push. 0 to 15 are the digits of the id, 16 to 20 the
 * second since the epoch as a varint (five bytes from 1978 to 3058).
 */
export const idBytes = 16;
export const patchedBytes = 21;

/**
 * The maximum size of a push's head: everything before the entries, including the stream's labels (Loki
 * allows 15).
 */
export const headRoom = 4096;

/** The size of one entry in the table of places, a little-endian 32-bit number. */
export const placeBytes = 4;

/**
 * A body's position in the file of its family, and its sizes. The body consists of the places of its ids, the
 * places of its seconds (both relative to the body's start), `headRoom` bytes for a head, and the entries.
 */
export interface ReadyBody {
  readonly from: number;
  readonly sizeBytes: number;
  /** Bytes of log lines in the body. */
  readonly lineBytes: number;
  /** Snappy only: the decompressed length of the entries. */
  readonly entriesBytes: number;
}

/** The bodies that floods of one kind send, in one file that all virtual users of a k6 process share. */
export interface ReadyFamily {
  readonly file: string;
  /** The number of places where each body has the id. The second has as many. */
  readonly places: number;
  readonly sizeBytes: number;
  readonly largestBytes: number;
  /** The bodies by line format and variant. */
  readonly bodies: Readonly<Record<LineFormat, readonly ReadyBody[]>>;
}

/** Returns where the room for a body's head ends and its entries begin. */
export function headEnd(places: number): number {
  return 2 * places * placeBytes + headRoom;
}
