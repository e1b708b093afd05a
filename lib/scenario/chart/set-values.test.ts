import { expect } from "chai";
import { setValues } from "./set-values.ts";

describe("--set", () => {
  const read: readonly (readonly [string, object])[] = [
    ["querier.replicas=2", { querier: { replicas: 2 } }],
    ["a.b=x,a.c=true", { a: { b: "x", c: true } }],
    ["a=null", { a: null }],
    ["a=007", { a: "007" }],
    ["a=", { a: "" }],
    ["a=x=y", { a: "x=y" }],
    ["a={x,2}", { a: ["x", 2] }],
    ["a={}", { a: [] }],
    [String.raw`a\.b=x\,y`, { "a.b": "x,y" }],
  ];
  for (const [text, values] of read) {
    it(`reads ${text}`, () => {
      expect(setValues([text])).to.deep.equal(values);
    });
  }

  it("lays one over the one before", () => {
    expect(setValues(["a.b=1,a.c=2", "a.b=3"])).to.deep.equal({ a: { b: 3, c: 2 } });
  });

  for (const text of ["a", "=1", "a..b=1", "a[0]=1", ""]) {
    it(`refuses "${text}"`, () => {
      expect(() => setValues([text])).to.throw("expected name=value");
    });
  }
});
