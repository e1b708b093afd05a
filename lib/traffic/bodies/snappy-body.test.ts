import { expect } from "chai";
import * as fc from "fast-check";
import { uncompressSync } from "snappy";
import { labelString } from "../../loki/label-string.ts";
import { encodePushRequest } from "../../loki/push-protobuf.ts";
import { lineFormats, lineId } from "../line-id.ts";
import { entriesOf, specOf, stepNs, streamPushes } from "./bodies.fixture.ts";
import { findPatches } from "./find-patches.ts";
import { markedEntries } from "./marked-entries.ts";
import { headOf, patcher } from "./patch-body.ts";
import { headRoom, prepareSnappyBody } from "./snappy-body.ts";

describe("snappy bodies", () => {
  it("are, patched again and again, exactly the derived entries of a stream", () => {
    fc.assert(
      fc.property(streamPushes, ({ geometry, key, pushes }) => {
        const patchers = new Map<number, ReturnType<typeof patcher>>();
        for (const { labels, push, seconds } of pushes) {
          const spec = specOf("snappy", key, { geometry, push });
          const { bytes, ready } = prepareSnappyBody(spec);
          const body = { ...ready, file: "" };
          const patch = patchers.get(spec.variant) ?? patcher(bytes, body);
          patchers.set(spec.variant, patch);
          const head = headOf(body, Buffer.from(labelString(labels)));
          const patched = patch({ head, id: lineId(key, push), seconds });
          const entries = entriesOf(key, geometry, { push, seconds });
          const expected = Buffer.from(encodePushRequest([{ labels, entries }]));
          expect(Buffer.compare(Buffer.from(uncompressSync(Buffer.from(patched))), expected)).to.equal(0);
          expect(ready.lineBytes).to.equal(entries.reduce((sum, { line }) => sum + line.length, 0));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("refuse labels and seconds that do not fit", () => {
    const spec = { seed: 1, lineFormat: "json", variant: 0, encoding: "snappy", stepNs } as const;
    const { bytes, ready } = prepareSnappyBody({ ...spec, lineBytes: 160, linesPerPush: 10 });
    const body = { ...ready, file: "" };
    const patch = { head: headOf(body, Buffer.alloc(0)), id: "0123456789abcdef", seconds: 1_795_000_000 };
    const make = (over: Partial<typeof patch>) => () => patcher(bytes, body)({ ...patch, ...over });
    expect(make({})).not.to.throw();
    expect(() => headOf(body, Buffer.alloc(headRoom))).to.throw(RangeError, "do not fit");
    expect(make({ seconds: 2 ** 28 - 1 })).to.throw(RangeError, "not of this epoch");
    expect(make({ seconds: 2 ** 35 })).to.throw(RangeError, "not of this epoch");
  });

  it("are not made of a block that copies an id onto anything else", () => {
    // A literal of 8 bytes, and a copy of its last 4: marks that differ between the two make it unfaithful.
    const block = { bytes: Uint8Array.of(7 << 2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 4), length: 12 };
    const id = [0, 0, 0, 0, 1, 2, 3, 4];
    expect(findPatches(block, Uint8Array.from([...id, 1, 2, 3, 4]))).to.deep.equal([[5, 0, 4]]);
    expect(findPatches(block, Uint8Array.from([...id, 2, 3, 4, 5]))).to.equal(undefined);
    expect(findPatches(block, Uint8Array.from([...id, 0, 0, 0, 0]))).to.equal(undefined);
    expect(findPatches(block, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]))).to.equal(undefined);
  });

  for (const lineBytes of [100, 160, 400, 2000]) {
    it(`hold 1 MB of lines of ${lineBytes} bytes in a sixth of it or more, and few patches`, () => {
      for (const lineFormat of lineFormats) {
        const linesPerPush = Math.floor(1e6 / lineBytes);
        const spec = { seed: 1, lineFormat, variant: 0, encoding: "snappy", stepNs } as const;
        const { bytes, ready } = prepareSnappyBody({ ...spec, lineBytes, linesPerPush });
        expect(ready.lineBytes / (bytes.length - headRoom), lineFormat).to.be.within(2, 6);
        const patched = ready.patches.reduce((sum, [, , length]) => sum + length, 0);
        expect(patched, lineFormat).to.be.within(21, 1500);
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
