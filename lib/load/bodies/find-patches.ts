import type { Patch } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";

/**
 * Where the literals hold marker bytes. `marks` has for each decompressed byte 0, or 1 + the number of the
 * patched byte that goes there. Undefined when a copy takes a marker byte to where another one goes, or none: then
 * writing the literals anew would make a wrong body.
 */
export function findPatches(elements: Elements, marks: Uint8Array): readonly Patch[] | undefined {
  const patches: [at: number, from: number, length: number][] = [];
  let faithful = true;
  walkElements(elements, {
    literal: (at, from, length) => {
      let last = 0;
      for (let i = 0; i < length; i++) {
        const mark = marks[at + i] ?? 0;
        const run = patches.at(-1);
        if (last !== 0 && mark === last + 1 && run !== undefined) run[2]++;
        else if (mark !== 0) patches.push([from + i, mark - 1, 1]);
        last = mark;
      }
    },
    copy: (at, offset, length) => {
      for (let i = at; i < at + length; i++) if (marks[i] !== marks[i - offset]) faithful = false;
    },
  });
  return faithful ? patches : undefined;
}
