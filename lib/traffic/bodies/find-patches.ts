import type { Patch } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";

/** Marker bytes stand in runs: five of a second, sixteen of an id. Every fifth byte of a stretch, and its last, tell of any. */
const shortestRun = 5;

/**
 * Where the literals hold marker bytes. `marks` has for each decompressed byte 0, or 1 + the number of the
 * patched byte that goes there, in runs of five or more. Undefined when a copy takes a marker byte to where another one
 * goes, or none: then writing the literals anew would make a wrong body.
 */
export function findPatches(elements: Elements, marks: Uint8Array): readonly Patch[] | undefined {
  const patches: [at: number, from: number, length: number][] = [];
  let isFaithful = true;
  walkElements(elements, {
    literal: (at, from, length) => {
      let last = 0;
      for (let i = 0; i < length; i++) {
        const mark = marks[at + i] ?? 0;
        if (mark !== 0) {
          const run = last !== 0 && mark === last + 1 ? patches.at(-1) : undefined;
          if (run === undefined) patches.push([from + i, mark - 1, 1]);
          else run[2]++;
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
  return isFaithful ? patches : undefined;
}

function areAlike(
  marks: Uint8Array,
  { at, offset, length }: { readonly at: number; readonly offset: number; readonly length: number },
): boolean {
  for (let i = at; i < at + length; i++) if (marks[i] !== marks[i - offset]) return false;
  return true;
}
