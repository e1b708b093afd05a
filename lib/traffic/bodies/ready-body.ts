import type { LineFormat } from "../line-id.ts";

/**
 * The bytes that differ from push to push, as marks count them: 0 to 15 are the id's digits, 16 to 20 the second
 * since the epoch as a varint (five bytes from 1978 to 3058).
 */
export const idBytes = 16;
export const patchedBytes = 21;

/** What a push's own head may take: what its format has before the entries, with the stream's labels (Loki's limit is 15). */
export const headRoom = 4096;

/** Bytes of a place, a little-endian 32-bit number. */
export const placeBytes = 4;

/**
 * Where a body stands in the file of its family, and what is known of it. Its bytes: the places of its ids, then the
 * places of its seconds, counted from the body's beginning; `headRoom` bytes to write a head into; the entries.
 */
export interface ReadyBody {
  readonly from: number;
  readonly sizeBytes: number;
  /** Bytes of the log lines in it. */
  readonly lineBytes: number;
  /** Snappy only: length of the entries when decompressed. */
  readonly entriesBytes: number;
}

/** The bodies that floods of one form send, in one file that all virtual users of a k6 share. */
export interface ReadyFamily {
  readonly file: string;
  /** How many places an id has in each body, and how many a second. */
  readonly places: number;
  readonly sizeBytes: number;
  readonly largestBytes: number;
  /** By line format, variants in their order. */
  readonly bodies: Readonly<Record<LineFormat, readonly ReadyBody[]>>;
}

/** Where the room for a body's head ends, and its entries begin. */
export function headEnd(places: number): number {
  return 2 * places * placeBytes + headRoom;
}
