import { expect } from "chai";
import { sparkline } from "./sparkline.ts";

describe("a rate as a small curve", () => {
  const steps = [
    { forS: 4, rateBytesPerSecond: 10 },
    { forS: 4, rateBytesPerSecond: 10, toBytesPerSecond: 40 },
    { forS: 1, rateBytesPerSecond: 80 },
    { forS: 3, rateBytesPerSecond: 40 },
  ];

  it("is as high as the rate, and shows a burst that is shorter than a column", () => {
    expect(sparkline(steps, { startS: 0, spanS: 12, columns: 6 })).to.equal("▁▁▃▄█▄");
  });

  it("begins when its load does, and ends with it", () => {
    expect(sparkline(steps.slice(0, 1), { startS: 4, spanS: 12, columns: 6 })).to.equal("  ██  ");
    expect(sparkline([], { startS: 0, spanS: 12, columns: 3 })).to.equal("   ");
  });
});
