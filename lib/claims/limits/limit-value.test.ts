import { expect } from "chai";
import { sameLimit } from "./limit-value.ts";

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

  it("is not fooled by text that only begins like a duration or a size", () => {
    expect(sameLimit("5minutes", 300_000_000_000)).to.equal(false);
    expect(sameLimit("5 apples", 5)).to.equal(false);
    expect(sameLimit("1.5MB", 1_572_864)).to.equal(false);
  });
});
