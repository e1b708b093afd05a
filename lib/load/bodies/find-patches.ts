import type { Patch } from "./ready-body.ts";
import { type Elements, walkElements } from "./snappy-elements.ts";

/**
 * Where the literals hold marker bytes. `marks` has for each decompressed byte 0, or 1 + the number of the
 * patched byte that goes there. Undefined when a copy takes a marker byte to where another one goes, or none: then
 * writing the literals anew would make a wrong body.
 */
export function findPatches(elements: Elements, marks: Uint8Array): readonly Patch[] | undefined {
  const patches: [at: number, from: number, length: number][] = [];
  let unfaithful = 0;
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
      let different = 0;
      const end = at + length;
      for (let i = at, source = at - offset; i < end; i++, source++)
        different |= (marks[i] ?? 0) ^ (marks[source] ?? 0);
      unfaithful |= different;
    },
  });
  return unfaithful === 0 ? patches : undefined;
}
