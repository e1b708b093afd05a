import { idBytes } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";

/**
 * Marker bytes that stand in a literal, all of an id or all of a second: `length` of them from number `first` on, at
 * position `at` when decompressed.
 */
export interface MarkedRun {
  readonly at: number;
  readonly first: number;
  readonly length: number;
}

/** Marker bytes stand in runs: five of a second, sixteen of an id. Every fifth byte of a stretch, and its last, tell of any. */
const shortestRun = 5;

/**
 * Finds the marker bytes in the literals. `marks` has for each decompressed byte 0, or 1 + the number of the patched
 * byte that goes there, in runs of five or more. Undefined when a copy takes a marker byte to the place of another one,
 * or to none: then other bytes in the literals would make a wrong body.
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
