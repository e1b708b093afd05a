import { lineLength } from "../line-geometry.ts";
import { LinePen } from "../line-pen.ts";
import { templateWriter } from "../lines.ts";
import type { BodySpec } from "./body-spec.ts";
import { idBytes, patchedBytes } from "./ready-body.ts";
import { varintSize, writeVarint } from "./varint.ts";

/**
 * The entries of a push in protobuf, with marker bytes as placeholders for the push id and the timestamp in seconds.
 */
export interface MarkedEntries {
  readonly bytes: Buffer;
  /** A number for each byte of the entries: 0, or 1 + the number of the patched byte that goes there. */
  readonly marks: Uint8Array;
  readonly lineBytes: number;
}

/**
 * The protobuf tags of logproto.Stream.entries, of an entry's timestamp and line, and of the timestamp's
 * fields (pkg/push/push.proto, 3.7.8).
 */
const entryTag = 0x12;
const timestampTag = 0x0a;
const secondsTag = 0x08;
const nanosTag = 0x10;
const lineTag = 0x12;

const secondsBytes = patchedBytes - idBytes;

/** A buffer that all calls share, because allocating memory costs more than filling it. */
let scratch = { bytes: Buffer.alloc(0), marks: new Uint8Array(0) };

/**
 * Encodes the entries of a stream (`repeated EntryAdapter entries = 2`), without the stream's other fields. The next
 * call overwrites the result.
 */
export function markedEntries(spec: BodySpec, marker: Uint8Array): MarkedEntries {
  let length = 0;
  for (let i = 0; i < spec.linesPerPush; i++) length += frontSize(spec, i) + lineLength(i, spec.lineBytes);
  if (scratch.bytes.length < length)
    scratch = { bytes: Buffer.allocUnsafe(length), marks: new Uint8Array(length) };
  const bytes = scratch.bytes.subarray(0, length);
  const marks = scratch.marks.subarray(0, length).fill(0);
  return { bytes, marks, lineBytes: writeEntries(spec, { bytes, marks, marker }) };
}

interface Marked extends Pick<MarkedEntries, "bytes" | "marks"> {
  readonly marker: Uint8Array;
}

/** Writes all entries of a push, and returns the total bytes of their lines. */
function writeEntries(spec: BodySpec, marked: Marked): number {
  const { bytes, marks, marker } = marked;
  const write = templateWriter({ ...spec, format: spec.lineFormat });
  const pen = new LinePen(bytes);
  let lineBytes = 0;
  for (let i = 0; i < spec.linesPerPush; i++) {
    const length = lineLength(i, spec.lineBytes);
    pen.at = writeFront(marked, pen.at, { nanos: i * spec.stepNs, length });
    write(i, pen);
    for (let k = 0; k < idBytes; k++) {
      bytes[pen.idAt + k] = marker[k] ?? 0;
      marks[pen.idAt + k] = k + 1;
    }
    lineBytes += length;
  }
  return lineBytes;
}

/** Writes everything that precedes a line of `length` bytes in its entry, and returns where the line begins. */
function writeFront(
  { bytes, marks, marker }: Marked,
  from: number,
  { nanos, length }: { readonly nanos: number; readonly length: number },
): number {
  let at = from;
  bytes[at++] = entryTag;
  at = writeVarint(bytes, at, contentFront(nanos, length) + length);
  bytes[at++] = timestampTag;
  bytes[at++] = timestampSize(nanos);
  bytes[at++] = secondsTag;
  for (let k = idBytes; k < patchedBytes; k++) {
    bytes[at] = marker[k] ?? 0;
    marks[at++] = k + 1;
  }
  bytes[at++] = nanosTag;
  at = writeVarint(bytes, at, nanos);
  bytes[at++] = lineTag;
  return writeVarint(bytes, at, length);
}

/** Returns the size of an entry's content before the line's text: the timestamp, and the tags and lengths. */
function contentFront(nanos: number, length: number): number {
  return 2 + timestampSize(nanos) + 1 + varintSize(length);
}

/** Returns the size of an encoded timestamp: two tags, five bytes of seconds, and the nanoseconds. */
function timestampSize(nanos: number): number {
  return 2 + secondsBytes + varintSize(nanos);
}

function frontSize({ lineBytes, stepNs }: BodySpec, index: number): number {
  const length = lineLength(index, lineBytes);
  const content = contentFront(index * stepNs, length);
  return 1 + varintSize(content + length) + content;
}
