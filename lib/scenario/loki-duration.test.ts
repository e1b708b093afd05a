import { expect } from "chai";
import * as fc from "fast-check";
import { lokiDurationMs } from "./loki-duration.ts";

describe("lokiDurationMs", () => {
  it("reads Go's and Prometheus's forms", () => {
    expect(lokiDurationMs("15m")).to.equal(900_000);
    expect(lokiDurationMs("24h0m0s")).to.equal(86_400_000);
    expect(lokiDurationMs("1d")).to.equal(86_400_000);
    expect(lokiDurationMs("1.5h")).to.equal(5_400_000);
    expect(lokiDurationMs(0)).to.equal(0);
  });

  it("reads any sum of hours, minutes and seconds", () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(59), fc.nat(59), (h, m, s) => {
        expect(lokiDurationMs(`${h}h${m}m${s}s`)).to.equal(((h * 60 + m) * 60 + s) * 1000);
      }),
    );
  });

  for (const bad of ["", "15", "m", "15 m", "15x", 15, null, undefined, "-1m"]) {
    it(`does not guess at ${JSON.stringify(bad)}`, () => {
      expect(lokiDurationMs(bad)).to.equal(undefined);
    });
  }
});
