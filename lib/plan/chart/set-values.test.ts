import { expect } from "chai";
import * as fc from "fast-check";
import { HarnessError } from "../../base/errors.ts";
import { nested } from "./layer-values.ts";
import { setValues } from "./set-values.ts";

describe("--set", () => {
  const read: readonly (readonly [string, object])[] = [
    ["querier.replicas=2", { querier: { replicas: 2 } }],
    ["a.b=x,a.c=true", { a: { b: "x", c: true } }],
    ["a=null", { a: null }],
    ["a=FALSE", { a: false }],
    ["a=007", { a: "007" }],
    ["a=-3", { a: -3 }],
    ["a=2.5", { a: "2.5" }],
    ["a=99999999999999999999", { a: "99999999999999999999" }],
    ["a=x=y", { a: "x=y" }],
    ["a={x,2}", { a: ["x", 2] }],
    ["a={}", { a: [""] }],
    ["a=overrides: {}", { a: "overrides: {}" }],
    ["a[0].b=1,a[1].b=2", { a: [{ b: 1 }, { b: 2 }] }],
    ["a[1]=x", { a: [null, "x"] }],
    ["a[0][1]=x", { a: [[null, "x"]] }],
    [String.raw`a\.b=x\,y`, { "a.b": "x,y" }],
  ];
  for (const [text, values] of read) {
    it(`reads ${text}`, () => {
      expect(setValues([text])).to.deep.equal(values);
    });
  }

  it("lays one over the one before, and over what a values file says", () => {
    expect(setValues(["a.b=1,a.c=2", "a.b=3"])).to.deep.equal({ a: { b: 3, c: 2 } });
    const claims = [{ name: "data", size: "1Gi" }, { name: "more" }];
    expect(setValues(["p.claims[0].size=2Gi"], { p: { claims }, q: 1 })).to.deep.equal({
      p: { claims: [{ name: "data", size: "2Gi" }, { name: "more" }] },
      q: 1,
    });
  });

  const slips: readonly (readonly [string, RegExp])[] = [
    ["a", /name=value/],
    ["", /is not the name/],
    ["=1", /is not the name/],
    ["a..b=1", /is not the name/],
    ["a=1,", /is not the name/],
    ["a=", /has no value/],
    ["a=,b=1", /has no value/],
    ["a={", /brace is not closed/],
    ["a=}", /brace is not closed/],
    ["a={x", /brace is not closed/],
    ["a={x}y", /follows the list/],
    ["a={x,{y}}", /brace is not closed/],
    ["a[0=1", /bracket is not closed/],
    ["a]=1", /name=value/],
    ["a[-1]=1", /index from 0/],
    ["a[x]=1", /index from 0/],
    ["a[4294967296]=1", /index from 0/],
    [String.raw`a=x\ `.trim(), /ends in a backslash/],
    ["__proto__.polluted=1", /is not the name/],
    ["constructor.prototype.x=1", /is not the name/],
    ["a.__proto__.x=1", /is not the name/],
    ["a[0].prototype=1", /is not the name/],
    [`${"a.".repeat(40)}b=1`, /deeper than 30/],
  ];
  for (const [text, why] of slips) {
    it(`refuses "${text.slice(0, 40)}"`, () => {
      expect(() => setValues([text]))
        .to.throw(HarnessError, why)
        .with.property("exitCode", 3);
    });
  }

  it("refuses a path through what the values file has otherwise", () => {
    expect(() => setValues(["a.b=1"], { a: 2 })).to.throw(
      "a is a number in your values; this needs a mapping",
    );
    expect(() => setValues(["a[0]=1"], { a: { b: 2 } })).to.throw("this needs a list");
  });

  it("ends in values or in a usage error, whatever is typed, and leaves every other object as it was", () => {
    const typed = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "b", ".", "=", ",", "[", "]", "{", "}", "\\", "0", "1") }),
      fc.string({
        unit: fc.constantFrom("__proto__", "constructor", "prototype", ".", "=", "[0]", "x", "1"),
      }),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 3 }), (settings) => {
        try {
          setValues(settings);
        } catch (error) {
          expect(error).to.be.instanceOf(HarnessError).with.property("exitCode", 3);
        }
        expect(Object.keys(Object.prototype)).to.deep.equal([]);
        expect(({} as Record<string, unknown>)["x"]).to.equal(undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads back what is written as Helm reads it", () => {
    const key = fc
      .string({ minLength: 1 })
      .filter((name) => !/^(__proto__|constructor|prototype)$/.test(name));
    const scalar = fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ minLength: 1 }).filter(isText),
    );
    const value = fc.oneof(scalar, fc.array(scalar, { minLength: 1 }));
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), value, (path, wanted) => {
        const read = setValues([`${path.map(escaped).join(".")}=${written(wanted)}`]);
        expect(read).to.deep.equal(nested(path, wanted));
      }),
    );
  });
});

/**
 * Returns true for a text that `--set` keeps as text: not a number, boolean or null, and with closed braces.
 */
function isText(text: string): boolean {
  return !/^([-+]?\d+|true|false|null)$/i.test(text) && text.split("{").length === text.split("}").length;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\.,=[\]{}]/g, String.raw`\$&`);
}

function written(value: Scalar | readonly Scalar[]): string {
  if (typeof value === "object" && value !== null)
    return `{${value.map((item) => escaped(String(item))).join(",")}}`;
  return escaped(String(value));
}

type Scalar = string | number | boolean | null;
