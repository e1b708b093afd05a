import { headEnd, headRoom, idBytes, type ReadyBody } from "./ready-body.ts";
import { varintSize, writeVarint } from "./varint.ts";

/** The values that one push writes into a prebuilt body. */
export interface BodyPatch {
  /** The request's bytes before the entries, such as the stream's labels. */
  readonly head: Uint8Array;
  /** The push id that is written into the body: 16 hexadecimal digits. */
  readonly id: string;
  /** The timestamp of the push in seconds since the epoch, encoded by `varintSecond` or `decimalSecond`. */
  readonly second: Uint8Array;
  readonly sizeBytes: number;
}

/**
 * Returns a function that patches the prebuilt body at the start of `bytes` in place for one push, and returns the part
 * of the body to send. The next call overwrites that part. `bytes` must be a view of its entire buffer. Throws
 * RangeError if the head does not fit. The code is optimised for k6. k6 is slow at single bytes, so one call writes
 * each placeholder. k6 is also slow at looking up a method of a typed array, because it first tries the name as an
 * index, so the lookup happens once.
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

/** Buffers for the encoded push id and timestamp. Both are copied into the body before the next push is patched. */
const idDigits = new Uint8Array(idBytes);
const varint = new Uint8Array(5);
const digits = new Uint8Array(10);

/**
 * Encodes a timestamp in seconds (2^28 to 2^35 - 1) as a varint of five bytes. The next call overwrites the
 * result. Throws RangeError for any other timestamp.
 */
export function varintSecond(seconds: number): Uint8Array {
  if (seconds >= 2 ** 35 || writeVarint(varint, 0, seconds) !== varint.length)
    throw new RangeError(`second ${seconds} is not of this epoch`);
  return varint;
}

/**
 * Encodes a timestamp in seconds as ten decimal digits (2001 to 2286). The next call overwrites the result.
 * Throws RangeError for any other timestamp.
 */
export function decimalSecond(seconds: number): Uint8Array {
  const text = String(seconds);
  if (text.length !== digits.length) throw new RangeError(`second ${seconds} is not of this epoch`);
  for (let i = 0; i < digits.length; i++) digits[i] = text.charCodeAt(i);
  return digits;
}

/**
 * Returns the bytes before the entries of a snappy body: the block's length, then one literal. The literal holds the
 * tags and lengths of PushRequest.streams and Stream.labels, and the labels in LogQL syntax, encoded as UTF-8.
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

/**
 * Writes the tag of a snappy literal of up to 64 KiB. For a literal of up to 60 bytes the tag is a single byte
 * (google/snappy, format_description.txt).
 */
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
