import { expect } from "chai";
import * as fc from "fast-check";
import { entriesBefore, entriesUpTo, entryNs, historyEndMs, historyLayout } from "./history-layout.ts";

const nowMs = 1_800_000_000_000;
const layouts = fc
  .record({
    lines: fc.integer({ min: 1, max: 60 }),
    streams: fc.integer({ min: 1, max: 5 }),
    spanS: fc.integer({ min: 1, max: 2_592_000 }),
  })
  .map((spec) => historyLayout(spec, nowMs));

describe("history layout", () => {
  it("counts the entries of each stream up to and before a moment, as their timestamps lie", () => {
    fc.assert(
      fc.property(layouts, fc.double({ min: -0.1, max: 1.1, noNaN: true }), (layout, share) => {
        const endMs = historyEndMs(layout);
        const ms = Math.floor(layout.startMs + (endMs - layout.startMs) * share);
        for (let stream = 0; stream < layout.streams; stream++) {
          const at = Array.from({ length: layout.linesPerStream }, (_, i) =>
            BigInt(entryNs(layout, stream, i)),
          );
          const atNs = BigInt(ms) * 1_000_000n;
          expect(entriesUpTo(layout, stream, ms)).to.equal(at.filter((ns) => ns <= atNs).length);
          expect(entriesBefore(layout, stream, ms)).to.equal(at.filter((ns) => ns < atNs).length);
          expect(entriesUpTo(layout, stream, endMs)).to.equal(layout.linesPerStream);
          expect(entriesBefore(layout, stream, layout.startMs)).to.equal(0);
        }
      }),
    );
  });

  it("gives no two entries of a tenant the same timestamp, and ends an hour ago", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const at = Array.from({ length: layout.streams }, (_, stream) =>
          Array.from({ length: layout.linesPerStream }, (_, i) => entryNs(layout, stream, i)),
        ).flat();
        expect(new Set(at).size).to.equal(at.length);
        expect(Number(at.toSorted().at(-1)) / 1e6).to.be.below(nowMs - 3_600_000 + 1);
      }),
    );
  });
});
