import { expect } from "chai";
import * as fc from "fast-check";
import { utf8 } from "./utf8.ts";

describe("utf8", () => {
  it("encodes as Node does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(utf8(text)).to.deep.equal(new Uint8Array(Buffer.from(text)));
      }),
    );
  });
});
