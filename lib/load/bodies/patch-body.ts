import { idBytes, patchedBytes, type ReadyBody } from "./ready-body.ts";

/** What a ready-made body is made into. */
export interface BodyPatch {
  /** The stream's labels as LogQL writes them, in UTF-8. */
  readonly labels: Uint8Array;
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** Since the epoch; five bytes as a varint: 2^28 to 2^35 - 1. */
  readonly seconds: number;
}

/**
 * Makes a ready-made body the push of one stream, in place, and returns the part of `bytes` to send: a PushRequest in
 * snappy's block format. What an earlier call returned is gone with it. For k6: few calls, arithmetic on whole numbers.
 * Throws RangeError where labels or seconds do not fit.
 */
export function patcher(bytes: Uint8Array, ready: ReadyBody): (patch: BodyPatch) => Uint8Array {
  const values = new Uint8Array(patchedBytes);
  // Views of what is written where: k6's interpreter is slow at single bytes.
  const patches = ready.patches.map(([at, from, length]) => ({
    at,
    view: values.subarray(from, from + length),
  }));
  return (patch) => {
    values.set(patchedValues(patch));
    for (const { at, view } of patches) bytes.set(view, at);
    const head = headOf(ready, patch.labels);
    const start = ready.room - head.length;
    if (start < 0)
      throw new RangeError(`labels of ${patch.labels.length} bytes do not fit a ready-made body`);
    bytes.set(head.bytes, start);
    bytes.set(patch.labels, start + head.bytes.length);
    return bytes.subarray(start);
  };
}

function patchedValues({ id, seconds }: BodyPatch): readonly number[] {
  const values: number[] = [];
  for (let i = 0; i < idBytes; i++) values.push(id.charCodeAt(i));
  writeVarint(values, seconds);
  if (values.length !== patchedBytes) throw new RangeError(`second ${seconds} is not of this epoch`);
  return values;
}

interface Head {
  readonly bytes: readonly number[];
  /** With the labels, which follow them. */
  readonly length: number;
}

/** The block's length, and one literal: the tags and lengths of PushRequest.streams and Stream.labels, and the labels. */
function headOf({ entriesBytes }: ReadyBody, labels: Uint8Array): Head {
  const labelsHead: number[] = [0x0a];
  writeVarint(labelsHead, labels.length);
  const streamHead: number[] = [0x0a];
  writeVarint(streamHead, labelsHead.length + labels.length + entriesBytes);
  const literal = streamHead.length + labelsHead.length + labels.length;
  const head: number[] = [];
  writeVarint(head, literal + entriesBytes);
  if (literal <= 60) head.push((literal - 1) << 2);
  else head.push(61 << 2, (literal - 1) & 0xff, (literal - 1) >>> 8);
  head.push(...streamHead, ...labelsHead);
  return { bytes: head, length: head.length + labels.length };
}

function writeVarint(to: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    to.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  to.push(rest);
}
