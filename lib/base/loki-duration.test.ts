import { expect } from "chai";
import * as fc from "fast-check";
import type { Json } from "./json.ts";
import { anyDurationMs, goDurationMs, limitDurationMs } from "./loki-duration.ts";

/**
 * Expected results: each value as a Go duration and as the Prometheus duration of a limit, in Loki 3.7.8. undefined:
 * Loki rejects the value.
 */
const table: readonly (readonly [
  value: Json | undefined,
  go: number | undefined,
  limit: number | undefined,
])[] = [
  ["15m", 900_000, 900_000],
  ["24h0m0s", 86_400_000, 86_400_000],
  ["1h30m", 5_400_000, 5_400_000],
  ["300ms", 300, 300],
  ["0", 0, 0],
  ["0s", 0, 0],
  [0, 0, 0],
  ["1d", undefined, 86_400_000],
  ["2w3d", undefined, 17 * 86_400_000],
  ["1y", undefined, 365 * 86_400_000],
  ["1.5h", 5_400_000, undefined],
  [".5s", 500, undefined],
  ["-5s", -5_000, undefined],
  ["+5s", 5_000, undefined],
  ["1m1h", 3_660_000, undefined],
  ["1h1h", 7_200_000, undefined],
  ["250us", 0.25, undefined],
  ["250µs", 0.25, undefined],
  ["10ns", 0.00001, undefined],
  [5_000_000_000, 5_000, undefined],
  ["15", undefined, undefined],
  ["", undefined, undefined],
  ["m", undefined, undefined],
  ["15 m", undefined, undefined],
  [" 15m", undefined, undefined],
  ["15x", undefined, undefined],
  ["300y", undefined, undefined],
  ["9999999h", undefined, undefined],
  [true, undefined, undefined],
  [null, undefined, undefined],
  [undefined, undefined, undefined],
];

describe("durations of Loki", () => {
  for (const [value, go, limit] of table) {
    it(`${JSON.stringify(value)} is ${go} ms of a setting, ${limit} ms of a limit`, () => {
      expect(goDurationMs(value), "a time.Duration").to.equal(go);
      expect(limitDurationMs(value), "a model.Duration").to.equal(limit);
    });
  }

  it("any sum of hours, minutes and seconds is the same to both", () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(59), fc.nat(59), (h, m, s) => {
        const ms = ((h * 60 + m) * 60 + s) * 1000;
        for (const read of [goDurationMs, limitDurationMs, anyDurationMs])
          expect(read(`${h}h${m}m${s}s`)).to.equal(ms);
      }),
    );
  });

  it("what Loki prints is read, whichever kind it is", () => {
    for (const [printed, ms] of [
      ["31d", 31 * 86_400_000],
      ["1h0m0s", 3_600_000],
      ["1.5s", 1_500],
    ] as const)
      expect(anyDurationMs(printed)).to.equal(ms);
  });
});
