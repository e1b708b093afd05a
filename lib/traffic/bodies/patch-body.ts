import { idBytes, patchedBytes, type ReadyBody } from "./ready-body.ts";
import { varintSize, writeVarint } from "./varint.ts";

/** What one push of a stream puts into a ready-made body. */
export interface BodyPatch {
  /** `headOf` the stream's labels for the same body. */
  readonly head: Uint8Array;
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Since the epoch; five bytes as a varint: 2^28 to 2^35 - 1. */
  readonly seconds: number;
}

/**
 * Makes a ready-made body the push of one stream, in place, and returns the part of `bytes` to send: a PushRequest in
 * snappy's block format. What an earlier call returned is gone with it. For k6: few calls, arithmetic on whole numbers.
 * Throws RangeError where the second does not fit.
 */
export function patcher(bytes: Uint8Array, ready: ReadyBody): (patch: BodyPatch) => Uint8Array {
  const places = ready.patches.map((patch) => patch[0]);
  const views = ready.patches.map((patch) => viewOf(patch[1], patch[2]));
  const { length } = places;
  return ({ head, id, seconds }) => {
    for (let i = 0; i < idBytes; i++) values[i] = id.charCodeAt(i);
    if (writeVarint(values, idBytes, seconds) !== patchedBytes)
      throw new RangeError(`second ${seconds} is not of this epoch`);
    for (let i = 0; i < length; i++) bytes.set(views[i] ?? values, places[i]);
    const start = ready.room - head.length;
    bytes.set(head, start);
    return bytes.subarray(start);
  };
}

/** What a push patches in: written, and copied to where it goes, before another push is. */
const values = new Uint8Array(patchedBytes);
/** Views of parts of it, as k6's interpreter is slow at single bytes; they recur, and take it long to make. */
const knownViews: Uint8Array[] = [];

function viewOf(from: number, length: number): Uint8Array {
  const key = from * 32 + length;
  const view = knownViews[key] ?? values.subarray(from, from + length);
  knownViews[key] = view;
  return view;
}

/**
 * What comes before the entries of a body, the same for every push of a stream: the block's length, and one literal with
 * the tags and lengths of PushRequest.streams and Stream.labels, and the labels as LogQL writes them, in UTF-8. Throws
 * RangeError where they do not fit the body's room.
 */
export function headOf({ entriesBytes, room }: ReadyBody, labels: Uint8Array): Uint8Array {
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
  if (at + labels.length > room)
    throw new RangeError(`labels of ${labels.length} bytes do not fit a ready-made body`);
  return bytes.slice(0, at + labels.length);
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
