import { expect } from "chai";
import * as fc from "fast-check";
import { type MetricSample, parseMetrics, sumOf } from "./metrics.ts";

const sample: fc.Arbitrary<MetricSample> = fc.record({
  name: fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/),
  labels: fc.dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), fc.string({ unit: "grapheme" }), {
    noNullPrototype: true,
  }),
  value: fc.oneof(fc.double(), fc.integer()).map((value) => (value === 0 ? 0 : value)),
});

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function write({ name, labels, value }: MetricSample): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`);
  const number = Math.abs(value) === Infinity ? (value > 0 ? "+Inf" : "-Inf") : String(value);
  return `${name}${inside.length > 0 ? `{${inside.join(",")}}` : ""} ${number}`;
}

describe("metrics", () => {
  it("reads back whatever was written in the text format", () => {
    fc.assert(
      fc.property(
        fc.array(
          sample.filter((one) => !("__proto__" in one.labels && Object.hasOwn(one.labels, "__proto__"))),
        ),
        (samples) => {
          const text = ["# HELP x y", "# TYPE x counter", "", ...samples.map(write), ""].join("\n");
          expect(parseMetrics(text)).to.deep.equal(samples);
        },
      ),
    );
  });

  it("reads timestamps, trailing commas and infinite bounds", () => {
    const text = 'a_bucket{le="+Inf",} 3 1700000000000\na_bucket{le="0.5"} 1e-3\n';
    expect(parseMetrics(text)).to.deep.equal([
      { name: "a_bucket", labels: { le: "+Inf" }, value: 3 },
      { name: "a_bucket", labels: { le: "0.5" }, value: 0.001 },
    ]);
  });

  for (const line of ["<html>", "a{b=1} 2", 'a{b="1} 2', "a two", "a", '{b="c"} 1']) {
    it(`refuses ${line} and names the line`, () => {
      expect(() => parseMetrics(`ok 1\n${line}`)).to.throw("metrics, line 2");
    });
  }

  it("sums what matches, and tells an absent counter from a zero", () => {
    const samples = parseMetrics('n{t="a",c="x"} 1\nn{t="a",c="y"} 2\nn{t="b",c="x"} 4\nzero 0');
    expect(sumOf(samples, "n")).to.equal(7);
    expect(sumOf(samples, "n", { t: "a" })).to.equal(3);
    expect(sumOf(samples, "n", { c: /^x/ })).to.equal(5);
    expect(sumOf(samples, "zero")).to.equal(0);
    expect(sumOf(samples, "n", { t: "c" })).to.equal(undefined);
  });
});
