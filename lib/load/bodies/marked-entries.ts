import { lineLength } from "../line-geometry.ts";
import { templateLines } from "../lines.ts";
import type { BodySpec } from "./body-spec.ts";
import { idBytes, patchedBytes } from "./ready-body.ts";
import { varintSize, writeVarint } from "./varint.ts";

/** The entries of a push in protobuf, with marker bytes where its id and its second go. */
export interface MarkedEntries {
  readonly bytes: Buffer;
  /** For each byte 0, or 1 + the number of the patched byte that goes there. */
  readonly marks: Uint8Array;
  readonly lineBytes: number;
}

/** Protobuf's tags of logproto.Stream.entries, its timestamp and line, and their fields (pkg/push/push.proto, 3.7.8). */
const entryTag = 0x12;
const timestampTag = 0x0a;
const secondsTag = 0x08;
const nanosTag = 0x10;
const lineTag = 0x12;

const secondsBytes = patchedBytes - idBytes;
const allMarks = Uint8Array.from({ length: patchedBytes }, (_, i) => i + 1);
const idMarks = allMarks.subarray(0, idBytes);
const secondsMarks = allMarks.subarray(idBytes);

/** Blanks to be overwritten by what comes before a line, by their number. */
const blanks = Array.from({ length: 40 }, (_, length) => " ".repeat(length));

/** So many lines are put together at a time: what V8 allocates for them is small, and soon used again. */
const linesAtOnce = 64;

/** Fresh memory costs more than what is written into it: the last body's is used again. */
let scratch = { bytes: Buffer.alloc(0), marks: new Uint8Array(0) };

/**
 * Encodes the entries of a stream (`repeated EntryAdapter entries = 2`), without the stream's own head. What it gives is
 * overwritten by the next call.
 */
export function markedEntries(spec: BodySpec, marker: Uint8Array): MarkedEntries {
  let length = 0;
  for (let i = 0; i < spec.linesPerPush; i++) length += frontSize(spec, i) + lineLength(i, spec.lineBytes);
  if (scratch.bytes.length < length)
    scratch = { bytes: Buffer.allocUnsafe(length), marks: new Uint8Array(length) };
  const bytes = scratch.bytes.subarray(0, length);
  const marks = scratch.marks.subarray(0, length).fill(0);
  writeTexts(spec, { bytes, marks, id: Buffer.from(marker.subarray(0, idBytes)).toString("latin1") });
  const lineBytes = writeFronts(spec, { bytes, marks, seconds: marker.subarray(idBytes) });
  return { bytes, marks, lineBytes };
}

interface Texts {
  readonly bytes: Buffer;
  readonly marks: Uint8Array;
  readonly id: string;
}

/** The lines, with gaps for what lies between them. */
function writeTexts(spec: BodySpec, { bytes, marks, id }: Texts): void {
  const lineAt = templateLines({ ...spec, format: spec.lineFormat });
  let parts: string[] = [];
  let [at, written] = [0, 0];
  for (let i = 0; i < spec.linesPerPush; i++) {
    const { head, tail } = lineAt(i);
    const front = frontSize(spec, i);
    parts.push(blanks[front] ?? "", head, id, tail);
    marks.set(idMarks, at + front + head.length);
    at += front + head.length + idBytes + tail.length;
    if (i % linesAtOnce === linesAtOnce - 1 || i === spec.linesPerPush - 1) {
      written += bytes.write(parts.join(""), written, "latin1");
      parts = [];
    }
  }
}

/** Of an entry's content before its text: tags and lengths of timestamp and line. */
function contentFront(nanos: number, length: number): number {
  return 2 + timestampSize(nanos) + 1 + varintSize(length);
}

/** Two tags, five bytes of seconds, and the nanoseconds. */
function timestampSize(nanos: number): number {
  return 2 + secondsBytes + varintSize(nanos);
}

function frontSize({ lineBytes, stepNs }: BodySpec, index: number): number {
  const length = lineLength(index, lineBytes);
  const content = contentFront(index * stepNs, length);
  return 1 + varintSize(content + length) + content;
}

interface Fronts {
  readonly bytes: Buffer;
  readonly marks: Uint8Array;
  readonly seconds: Uint8Array;
}

/** Returns how many bytes the lines themselves have. */
function writeFronts(spec: BodySpec, { bytes, marks, seconds }: Fronts): number {
  let at = 0;
  let lineBytes = 0;
  for (let i = 0; i < spec.linesPerPush; i++) {
    const nanos = i * spec.stepNs;
    const length = lineLength(i, spec.lineBytes);
    bytes[at++] = entryTag;
    at = writeVarint(bytes, at, contentFront(nanos, length) + length);
    bytes[at++] = timestampTag;
    bytes[at++] = timestampSize(nanos);
    bytes[at++] = secondsTag;
    bytes.set(seconds, at);
    marks.set(secondsMarks, at);
    at += secondsBytes;
    bytes[at++] = nanosTag;
    at = writeVarint(bytes, at, nanos);
    bytes[at++] = lineTag;
    at = writeVarint(bytes, at, length) + length;
    lineBytes += length;
  }
  return lineBytes;
}
