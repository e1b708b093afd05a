import { expect } from "chai";
import { refuseNegativeLimits } from "./negative-limits.ts";

describe("refuseNegativeLimits", () => {
  it("names every rate and burst below zero", () => {
    const config = { limits_config: { ingestion_burst_size_mb: -1, max_line_size: -5 } };
    expect(() => refuseNegativeLimits(config, { a: { ingestion_rate_mb: -0.5 }, b: null })).to.throw(
      "limits_config.ingestion_burst_size_mb: -1, a.ingestion_rate_mb: -0.5",
    );
  });

  it("says nothing of zero, of text, and of what is not there", () => {
    expect(() =>
      refuseNegativeLimits({}, { a: { ingestion_rate_mb: 0, x_mb: "-1" }, b: null }),
    ).to.not.throw();
  });
});
