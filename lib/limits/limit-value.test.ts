import { expect } from "chai";
import * as fc from "fast-check";
import { sizeBytes } from "../scenario/loki-bytes.ts";
import { durationNs, sameLimit } from "./limit-value.ts";

describe("limit value", () => {
  for (const [one, other] of [
    ["744h", "31d"],
    ["721h", "30d1h"],
    ["2160h", "12w6d"],
    ["1h0m0s", 3_600_000_000_000],
    ["0s", 0],
    ["256KB", "262144"],
    ["256kb", 262_144],
    ["3MB", "3072KB"],
    [undefined, []],
    [null, {}],
    [false, undefined],
    [{ enabled: false }, { enabled: false, desired_rate: "0B" }],
  ] as const) {
    it(`${JSON.stringify(one)} is ${JSON.stringify(other)}`, () => {
      expect(sameLimit(one, other)).to.equal(true);
      expect(sameLimit(other, one)).to.equal(true);
    });
  }

  for (const [one, other] of [
    ["744h", "30d"],
    [24, 8],
    [true, undefined],
    [["a"], ["b"]],
    [["a"], ["a", "b"]],
    [{ enabled: true }, { enabled: false }],
    ["global", "local"],
    [5, undefined],
  ] as const) {
    it(`${JSON.stringify(one)} is not ${JSON.stringify(other)}`, () => {
      expect(sameLimit(one, other)).to.equal(false);
      expect(sameLimit(other, one)).to.equal(false);
    });
  }

  it("reads back any duration and any size", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(23), fc.nat(59), (days, hours, minutes) => {
        const ns = ((days * 24 + hours) * 60 + minutes) * 60e9;
        expect(durationNs(`${days}d${hours}h${minutes}m`)).to.equal(ns);
      }),
    );
    fc.assert(
      fc.property(fc.nat(1_000_000), (kilobytes) => {
        expect(sizeBytes(`${kilobytes}KB`)).to.equal(kilobytes * 1024);
      }),
    );
  });

  it("is not fooled by text that only begins like one", () => {
    expect(durationNs("5minutes")).to.equal(undefined);
    expect(sizeBytes("5 apples")).to.equal(undefined);
  });
});
