import { expect } from "chai";
import * as fc from "fast-check";
import { objectBounds } from "./stored-bounds.ts";

const ingesters = 3;

/**
 * One flushed chunk in a simulation: which ingesters hold it, whether their copies differ, and which ingesters store it
 * again after a restart.
 */
const chunk = fc.record({
  on: fc.subarray([0, 1, 2], { minLength: 1 }),
  differs: fc.boolean(),
  again: fc.subarray([0, 1, 2]),
  againDiffers: fc.boolean(),
});

describe("objectBounds", () => {
  it("holds the number of objects, however replicas and restarts met on keys", () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 30 }), (chunks) => {
        const lives = Array.from({ length: ingesters }, () => [0, 0]);
        const keys = new Set<string>();
        for (const [id, { on, differs, again, againDiffers }] of chunks.entries()) {
          for (const ingester of on) {
            lives[ingester]?.splice(0, 1, (lives[ingester]?.[0] ?? 0) + 1);
            keys.add(`${id}${differs ? `-${ingester}` : ""}`);
          }
          for (const ingester of again.filter((one) => on.includes(one))) {
            lives[ingester]?.splice(1, 1, (lives[ingester]?.[1] ?? 0) + 1);
            keys.add(`${id}${differs || againDiffers ? `-${ingester}` : ""}${againDiffers ? "-again" : ""}`);
          }
        }
        const { atLeast, atMost } = objectBounds(lives, ingesters);
        expect(keys.size).to.be.within(atLeast, atMost);
      }),
    );
  });

  it("is exact at replication factor 1 without a restart", () => {
    expect(objectBounds([[4], [7], [0]], 1)).to.deep.equal({ atLeast: 11, atMost: 11 });
  });

  it("expects nothing where nothing was counted", () => {
    expect(objectBounds([], 3)).to.deep.equal({ atLeast: 0, atMost: 0 });
    expect(objectBounds([[], []], 3)).to.deep.equal({ atLeast: 0, atMost: 0 });
  });
});
