import { expect } from "chai";
import { withPatternIngesters } from "./pattern-ingesters.ts";
import { noReplicas } from "./stack-schema.ts";

describe("pattern ingesters", () => {
  for (const [what, config, planned, expected] of [
    ["enabled", { pattern_ingester: { enabled: true } }, 0, 1],
    ["enabled, and planned", { pattern_ingester: { enabled: true } }, 3, 3],
    ["off", { pattern_ingester: { enabled: false } }, 0, 0],
    ["not mentioned", {}, 0, 0],
  ] as const) {
    it(`are ${expected} where they are ${what}`, () => {
      const replicas = withPatternIngesters(config, { ...noReplicas, "pattern-ingester": planned });
      expect(replicas).to.deep.equal({ ...noReplicas, "pattern-ingester": expected });
    });
  }
});
