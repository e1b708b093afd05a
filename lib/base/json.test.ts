import { expect } from "chai";
import * as fc from "fast-check";
import { type Json, type JsonObject, layer } from "./json.ts";

const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
  ),
})).value;
const objects: fc.Arbitrary<JsonObject> = fc.dictionary(fc.string(), values);

function hasNull(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== "object" || Array.isArray(value)) return false;
  return Object.values(value).some(hasNull);
}

describe("layer", () => {
  it("merges objects key by key, replaces anything else, and deletes by null", () => {
    const under = { a: { b: 1, c: [1, 2] }, d: "x", e: 5 };
    expect(layer(under, { a: { c: [3] }, d: { f: 1 }, e: null })).to.deep.equal({
      a: { b: 1, c: [3] },
      d: { f: 1 },
    });
  });

  it("laying the same twice is laying it once", () => {
    fc.assert(
      fc.property(objects, objects, (under, over) => {
        const once = layer(under, over);
        expect(layer(once, over)).to.deep.equal(once);
      }),
    );
  });

  it("lays nothing by an empty object, and no null survives of what is laid over nothing", () => {
    fc.assert(
      fc.property(objects, (value) => {
        expect(layer(value, {})).to.deep.equal(value);
        expect(hasNull(layer({}, value))).to.equal(false);
      }),
    );
  });
});
