import { expect } from "chai";
import { describeUnaskedAges } from "./ingester-memory.ts";

describe("lines that only ingesters have", () => {
  for (const [what, config, missed] of [
    ["Loki's defaults", {}, false],
    ["queriers that always ask", { querier: { query_ingesters_within: 0 } }, false],
    ["queriers that always ask, as a duration", { querier: { query_ingesters_within: "0s" } }, false],
    ["queriers that ask for a quarter of an hour", { querier: { query_ingesters_within: "15m" } }, true],
    ["chunks that live longer than queriers ask for", { ingester: { max_chunk_age: "4h" } }, true],
    ["both short", { querier: { query_ingesters_within: "15m" }, ingester: { max_chunk_age: "10m" } }, false],
    ["as long as they are asked for", { querier: { query_ingesters_within: "2h" } }, false],
  ] as const) {
    it(`are ${missed ? "missed by" : "found with"} ${what}`, () => {
      const told = describeUnaskedAges({ config });
      if (missed)
        expect(told).to.contain("querier.query_ingesters_within").and.contain("ingester.max_chunk_age");
      else expect(told).to.equal(undefined);
    });
  }
});
