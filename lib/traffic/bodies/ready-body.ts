import type { LineFormat } from "../line-id.ts";

/**
 * The 21 bytes that differ from push to push, as patches count them: 0 to 15 are the id's digits, 16 to 20 the second
 * since the epoch as a varint (five bytes from 1978 to 3058).
 */
export const idBytes = 16;
export const patchedBytes = 21;

/** `length` of the patched bytes, from number `from` on, lie at `at` of the file. */
export type Patch = readonly [at: number, from: number, length: number];

/** What is known of a body's file. Its bytes: `room` to write a head into, then the entries, snappy-compressed. */
export interface ReadyBody {
  readonly file: string;
  /** Bytes of the log lines in it. */
  readonly lineBytes: number;
  /** Snappy only: where the elements of the entries begin. */
  readonly room: number;
  /** Snappy only: length of the entries when decompressed. */
  readonly entriesBytes: number;
  readonly patches: readonly Patch[];
}

/** The bodies of one family: by line format, variants in their order. */
export type ReadyFamily = Readonly<Record<LineFormat, readonly ReadyBody[]>>;
