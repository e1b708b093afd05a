import { expect } from "chai";
import { formatBytes, formatCount, formatDuration, formatMs, formatShare } from "./units.ts";

describe("units", () => {
  it("write bytes in decimal units", () => {
    expect([0, 999, 999.6, 1_500, 24_000_000, 999_600_000].map(formatBytes)).to.deep.equal([
      "0 B",
      "999 B",
      "1 kB",
      "1.5 kB",
      "24 MB",
      "1 GB",
    ]);
  });

  it("write latencies in ms or s, and n/a for those that are not known", () => {
    expect([undefined, null, 0.4567, 31, 999.7, 1_840].map(formatMs)).to.deep.equal([
      "n/a",
      "n/a",
      "0.457 ms",
      "31 ms",
      "1 s",
      "1.84 s",
    ]);
  });

  it("write durations in the unit that fits", () => {
    expect([850, 12_340, 59_960, 151_000, 7_260_000].map(formatDuration)).to.deep.equal([
      "850 ms",
      "12.3 s",
      "1 min 0 s",
      "2 min 31 s",
      "2 h 1 min",
    ]);
  });

  it("never round a share to nothing, or to all", () => {
    expect([formatShare(1, 1_000_000), formatShare(999_999, 1_000_000), formatShare(1, 1)]).to.deep.equal([
      "< 0.1 %",
      "> 99.9 %",
      "100 %",
    ]);
    expect([formatShare(0, 5), formatShare(0, 0), formatCount(1_234_567)]).to.deep.equal([
      "0 %",
      "n/a",
      "1,234,567",
    ]);
  });
});
