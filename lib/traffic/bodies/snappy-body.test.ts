import { expect } from "chai";
import * as fc from "fast-check";
import { compressSync, uncompressSync } from "snappy";
import { labelString } from "../../loki/label-string.ts";
import { encodePushRequest } from "../../loki/push-protobuf.ts";
import { lineFormats, lineId } from "../line-id.ts";
import { entriesOf, patchedBody, specOf, stepNs, streamPushes } from "./bodies.fixture.ts";
import { findRuns } from "./find-runs.ts";
import { markedEntries } from "./marked-entries.ts";
import { patcher, snappyHead, varintSecond } from "./patch-body.ts";
import { headEnd, headRoom } from "./ready-body.ts";
import { shareRuns } from "./share-runs.ts";
import { prepareSnappyBody } from "./snappy-body.ts";
import { elementsOf } from "./snappy-elements.ts";
import { writeVarint } from "./varint.ts";

describe("snappy bodies", () => {
  it("are, patched again and again, exactly the derived entries of a stream", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        const bodyOf = patchedBody();
        for (const { labels, push, seconds } of pushes) {
          const { part, ready } = bodyOf(specOf("snappy", key, { geometry, push }), (body) => ({
            head: snappyHead(Buffer.from(labelString(labels)), body),
            id: lineId(key, push),
            second: varintSecond(seconds),
          }));
          const entries = entriesOf(key, geometry, { push, seconds });
          const expected = Buffer.from(encodePushRequest([{ labels, entries }]));
          expect(Buffer.compare(Buffer.from(uncompressSync(part)), expected)).to.equal(0);
          expect(ready.lineBytes).to.equal(entries.reduce((sum, { line }) => sum + line.length, 0));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("refuse labels and seconds that do not fit", () => {
    const spec = { seed: 1, lineFormat: "json", variant: 0, encoding: "snappy", stepNs } as const;
    const { bytes, ready, places } = prepareSnappyBody({ ...spec, lineBytes: 160, linesPerPush: 10 });
    const make = (labels: number, seconds: number) => () =>
      patcher(
        bytes,
        places,
      )({
        head: snappyHead(Buffer.alloc(labels), ready),
        id: "0123456789abcdef",
        second: varintSecond(seconds),
        sizeBytes: ready.sizeBytes,
      });
    expect(make(headRoom - 20, 1_795_000_000)).not.to.throw();
    expect(make(headRoom, 1_795_000_000)).to.throw(RangeError, "does not fit");
    expect(make(0, 2 ** 28)).not.to.throw();
    expect(make(0, 2 ** 35 - 1)).not.to.throw();
    expect(make(0, 2 ** 28 - 1)).to.throw(RangeError, "not of this epoch");
    expect(make(0, 2 ** 35)).to.throw(RangeError, "not of this epoch");
  });

  it("are not made of a block that copies an id onto anything else", () => {
    // A block with a literal of 8 bytes, and a copy of its last 4. If the marks of the literal and the copy differ,
    // patching is impossible.
    const block = { bytes: Uint8Array.of(7 << 2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 4), length: 12 };
    const id = [0, 0, 0, 0, 1, 2, 3, 4];
    expect(findRuns(block, Uint8Array.from([...id, 1, 2, 3, 4]))).to.deep.equal([
      { at: 4, first: 0, length: 4 },
    ]);
    expect(findRuns(block, Uint8Array.from([...id, 2, 3, 4, 5]))).to.equal(undefined);
    expect(findRuns(block, Uint8Array.from([...id, 0, 0, 0, 0]))).to.equal(undefined);
    expect(findRuns(block, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]))).to.equal(undefined);
  });

  it("are not made of a block whose first id is in two pieces", () => {
    const block = { bytes: Uint8Array.of(0), length: 0 };
    const second = { at: 0, first: 16, length: 5 };
    const pieces = [second, { at: 9, first: 0, length: 10 }, { at: 19, first: 10, length: 6 }];
    expect(shareRuns(block, pieces)).to.equal(undefined);
    expect(shareRuns(block, [second])).to.equal(undefined);
    expect(shareRuns(block, [{ at: 9, first: 0, length: 16 }])).to.equal(undefined);
  });

  it("have another id and second in every run after each was written in one place", () => {
    const run = fc.constantFrom({ first: 0, length: 16 }, { first: 16, length: 5 });
    const gapBytes = fc.oneof(fc.nat({ max: 70 }), fc.nat({ max: 70_000 }));
    const pieces = fc.array(fc.record({ gapBytes, run }), { maxLength: 8 });
    fc.assert(
      fc.property(pieces, fc.boolean(), (further, isRepetitive) => {
        const { plain, marks } = markedText(further, isRepetitive);
        const elements = elementsOf(compressSync(plain));
        const shared = shareRuns(elements, findRuns(elements, marks) ?? []) ?? expect.fail();
        // A different id and timestamp, although written only once each, must appear in every placeholder.
        for (let i = 0; i < 16; i++) shared.bytes[shared.id + i] = 130 + i;
        for (let i = 16; i < 21; i++) shared.bytes[shared.second + i - 16] = 130 + i;
        const expected = plain.map((byte, at) => (marks[at] === 0 ? byte : 129 + (marks[at] ?? 0)));
        const size = new Uint8Array(5);
        const block = Buffer.concat([size.subarray(0, writeVarint(size, 0, plain.length)), shared.bytes]);
        expect(Buffer.compare(Buffer.from(uncompressSync(block)), expected)).to.equal(0);
      }),
      { numRuns: 40 },
    );
  });

  for (const lineBytes of [100, 160, 400, 2000]) {
    it(`hold 1 MB of lines of ${lineBytes} bytes in a sixth of it or more, with one place for an id`, () => {
      for (const lineFormat of lineFormats) {
        const linesPerPush = Math.floor(1e6 / lineBytes);
        const spec = { seed: 1, lineFormat, variant: 0, encoding: "snappy", stepNs } as const;
        const { bytes, ready, places } = prepareSnappyBody({ ...spec, lineBytes, linesPerPush });
        expect(ready.lineBytes / (bytes.length - headEnd(places)), lineFormat).to.be.within(2, 6);
        expect(places, lineFormat).to.equal(1);
      }
    });
  }
});

describe("marked entries", () => {
  it("have every marker byte as often as there are lines", () => {
    const marker = Uint8Array.from({ length: 21 }, (_, i) => 200 + i);
    const spec = { seed: 1, lineFormat: "java", variant: 0, encoding: "snappy", stepNs: 1 } as const;
    const { bytes, marks } = markedEntries({ ...spec, lineBytes: 100, linesPerPush: 70 }, marker);
    const counts = Array.from({ length: 21 }, (_, i) => marks.filter((mark) => mark === i + 1).length);
    expect(counts).to.deep.equal(Array.from({ length: 21 }, () => 70));
    marks.forEach((mark, at) => mark > 0 && expect(bytes[at]).to.equal(199 + mark));
  });
});

interface Piece {
  readonly gapBytes: number;
  readonly run: { readonly first: number; readonly length: number };
}

/**
 * Returns a text with one id and one timestamp at its beginning, and further runs of marker bytes after gaps.
 */
function markedText(
  further: readonly Piece[],
  isRepetitive: boolean,
): { readonly plain: Buffer; readonly marks: Uint8Array } {
  const begin = [
    { gapBytes: 0, run: { first: 16, length: 5 } },
    { gapBytes: 1, run: { first: 0, length: 16 } },
  ];
  const [parts, marks]: [Buffer[], Buffer[]] = [[], []];
  for (const { gapBytes, run } of [...begin, ...further]) {
    const numbers = Array.from({ length: run.length }, (_, i) => run.first + i);
    const gap = Buffer.alloc(gapBytes);
    for (let i = 0; i < gapBytes; i++) gap[i] = isRepetitive ? i % 50 : Math.imul(i, 0x9e3779b1) >>> 25;
    parts.push(gap, Buffer.from(numbers.map((number) => 200 + number)));
    marks.push(Buffer.alloc(gapBytes), Buffer.from(numbers.map((number) => number + 1)));
  }
  return { plain: Buffer.concat(parts), marks: Buffer.concat(marks) };
}
