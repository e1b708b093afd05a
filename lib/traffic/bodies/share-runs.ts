import type { MarkedRun } from "./find-runs.ts";
import { idBytes, patchedBytes } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";
import { SnappyWriter } from "./snappy-writer.ts";

/** Snappy elements of a push in which the push id and the timestamp are written only once each. */
export interface SharedElements {
  readonly bytes: Uint8Array;
  /** The positions in `bytes` where the push id and the timestamp (`second`) begin. */
  readonly id: number;
  readonly second: number;
}

/**
 * The maximum number of bytes that a run of marker bytes adds: a copy element, and the tag of the literal that
 * continues after it.
 */
const addedBytes = 10;

/**
 * Rewrites snappy elements so that every placeholder is a copy of the first push id or the first timestamp. A push then
 * needs to write only one id and one timestamp, however many blocks of 64 KiB the entries have. Encoders copy only
 * within a block, but decoders accept any 32-bit offset (format_description.txt). Returns undefined if the first id or
 * timestamp is split.
 */
export function shareRuns(elements: Elements, runs: readonly MarkedRun[]): SharedElements | undefined {
  const id = runs.find(isId);
  const second = runs.find((run) => !isId(run));
  if (id === undefined || second === undefined || !isComplete(id) || !isComplete(second)) return undefined;
  const writer = new SnappyWriter(new Uint8Array(elements.bytes.length + runs.length * addedBytes));
  let [idPlace, secondPlace, next] = [0, 0, 0];
  walkElements(elements, {
    literal: (at, from, length) => {
      let done = at;
      const writeTo = (end: number): void => {
        const start = writer.literal(elements.bytes.subarray(from + done - at, from + end - at)) - done;
        if (id.at >= done && id.at < end) idPlace = start + id.at;
        if (second.at >= done && second.at < end) secondPlace = start + second.at;
      };
      for (let run = runs[next]; run !== undefined && run.at < at + length; run = runs[++next]) {
        if (run === id || run === second) continue;
        writeTo(run.at);
        writer.copy(run.at - (isId(run) ? id.at + run.first : second.at + run.first - idBytes), run.length);
        done = run.at + run.length;
      }
      writeTo(at + length);
    },
    copy: (_, offset, length) => writer.copy(offset, length),
  });
  return { bytes: writer.bytes.subarray(0, writer.at), id: idPlace, second: secondPlace };
}

function isId({ first }: MarkedRun): boolean {
  return first < idBytes;
}

function isComplete({ first, length }: MarkedRun): boolean {
  return first === 0 ? length === idBytes : first === idBytes && length === patchedBytes - idBytes;
}
