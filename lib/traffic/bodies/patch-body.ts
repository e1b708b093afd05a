import { headEnd, headRoom, idBytes, type ReadyBody } from "./ready-body.ts";
import { varintSize, writeVarint } from "./varint.ts";

/** What one push of a stream puts into a ready-made body. */
export interface BodyPatch {
  /** What the request has before its entries. */
  readonly head: Uint8Array;
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Since the epoch, as the body's encoding writes it: `varintSecond` or `decimalSecond`. */
  readonly second: Uint8Array;
  readonly sizeBytes: number;
}

/**
 * Makes the ready-made body at the beginning of `bytes` the push of one stream, in place, and returns the part to send.
 * The part that an earlier call returned is overwritten. `bytes` is the complete view of its buffer. k6 runs this: it
 * is slow at single bytes, so there is one call for each place, and at looking up a method of a typed array (it takes
 * each name for an index first), so that is done once. Throws RangeError if the head does not fit.
 */
export function patcher(bytes: Uint8Array, places: number): (patch: BodyPatch) => Uint8Array {
  const table = new Uint32Array(bytes.buffer, 0, 2 * places);
  const entriesStart = headEnd(places);
  const write = bytes.set.bind(bytes);
  return ({ head, id, second, sizeBytes }) => {
    if (head.length > headRoom)
      throw new RangeError(`a head of ${head.length} bytes does not fit a ready-made body`);
    for (let i = 0; i < idBytes; i++) idDigits[i] = id.charCodeAt(i);
    for (let i = 0; i < places; i++) write(idDigits, table[i]);
    for (let i = places; i < 2 * places; i++) write(second, table[i]);
    const start = entriesStart - head.length;
    write(head, start);
    return bytes.subarray(start, sizeBytes);
  };
}

/** Written and copied to its places before another push is patched. */
const idDigits = new Uint8Array(idBytes);
const varint = new Uint8Array(5);
const digits = new Uint8Array(10);

/**
 * Encodes a second since the epoch as a varint of five bytes: 2^28 to 2^35 - 1. The next call overwrites it. Throws
 * RangeError for any other second.
 */
export function varintSecond(seconds: number): Uint8Array {
  if (seconds >= 2 ** 35 || writeVarint(varint, 0, seconds) !== varint.length)
    throw new RangeError(`second ${seconds} is not of this epoch`);
  return varint;
}

/** Writes a second since the epoch in ten decimal digits (2001 to 2286); otherwise as `varintSecond`. */
export function decimalSecond(seconds: number): Uint8Array {
  const text = String(seconds);
  if (text.length !== digits.length) throw new RangeError(`second ${seconds} is not of this epoch`);
  for (let i = 0; i < digits.length; i++) digits[i] = text.charCodeAt(i);
  return digits;
}

/**
 * Returns what comes before the entries of a snappy body: the block's length, and one literal with the tags and lengths
 * of PushRequest.streams and Stream.labels, and the labels as LogQL writes them, in UTF-8.
 */
export function snappyHead(
  labels: Uint8Array,
  { entriesBytes }: Pick<ReadyBody, "entriesBytes">,
): Uint8Array {
  const bytes = new Uint8Array(labels.length + 32);
  const labelsField = 1 + varintSize(labels.length) + labels.length;
  const stream = labelsField + entriesBytes;
  const literal = 1 + varintSize(stream) + labelsField;
  let at = writeVarint(bytes, 0, literal + entriesBytes);
  at = writeLiteralTag(bytes, at, literal);
  bytes[at++] = 0x0a;
  at = writeVarint(bytes, at, stream);
  bytes[at++] = 0x0a;
  at = writeVarint(bytes, at, labels.length);
  bytes.set(labels, at);
  return bytes.subarray(0, at + labels.length);
}

/** A literal of up to 60 bytes, or of up to 64 KiB (google/snappy, format_description.txt). */
function writeLiteralTag(bytes: Uint8Array, at: number, length: number): number {
  if (length <= 60) {
    bytes[at] = (length - 1) << 2;
    return at + 1;
  }
  bytes[at] = 61 << 2;
  bytes[at + 1] = (length - 1) & 0xff;
  bytes[at + 2] = (length - 1) >>> 8;
  return at + 3;
}
