import { idBytes } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";

/**
 * A run of marker bytes in a snappy literal. Marker bytes are placeholders for a push id or a timestamp, or a part of
 * one. The run begins at position `at` of the decompressed data with patched byte number `first`.
 */
export interface MarkedRun {
  readonly at: number;
  readonly first: number;
  readonly length: number;
}

/**
 * The minimum length of a run of marker bytes: a timestamp has five, a push id sixteen. To detect a run in a range, the
 * code needs to look only at every fifth byte and the last one.
 */
const shortestRun = 5;

/**
 * Finds the marker bytes in the literals of snappy elements. `marks` has a number for each decompressed byte: 0, or 1 +
 * the number of the patched byte that goes there. Marked bytes come in runs of five or more. Returns undefined if a
 * copy element copies a marker byte to a position where another byte belongs, because patching the literals would then
 * corrupt the body.
 */
export function findRuns(elements: Elements, marks: Uint8Array): readonly MarkedRun[] | undefined {
  const runs: { readonly at: number; readonly first: number; length: number }[] = [];
  let isFaithful = true;
  walkElements(elements, {
    literal: (at, _, length) => {
      let last = 0;
      for (let i = 0; i < length; i++) {
        const mark = marks[at + i] ?? 0;
        if (mark !== 0) {
          const goesOn = last !== 0 && mark === last + 1 && mark !== idBytes + 1;
          const run = goesOn ? runs.at(-1) : undefined;
          if (run === undefined) runs.push({ at: at + i, first: mark - 1, length: 1 });
          else run.length++;
        }
        last = mark;
      }
    },
    copy: (at, offset, length) => {
      const last = at + length - 1;
      let seen = (marks[last] ?? 0) | (marks[last - offset] ?? 0);
      for (let i = at; i < last; i += shortestRun) seen |= (marks[i] ?? 0) | (marks[i - offset] ?? 0);
      if (seen !== 0) isFaithful &&= areAlike(marks, { at, offset, length });
    },
  });
  return isFaithful ? runs : undefined;
}

function areAlike(
  marks: Uint8Array,
  { at, offset, length }: { readonly at: number; readonly offset: number; readonly length: number },
): boolean {
  for (let i = at; i < at + length; i++) if (marks[i] !== marks[i - offset]) return false;
  return true;
}
