import { expect } from "chai";
import { generators, noRecords, outcomesUnderLoad, pushes } from "../../judge/load-records.fixture.ts";
import type { GeneratorRecord } from "../../run-folder/request-record.ts";

const allPass = {
  "latency.push": "pass",
  "latency.query": "pass",
};

const dropping = generators.map((one) => ({ ...one, dropped: 3 }));
const starving = (records: readonly GeneratorRecord[]) =>
  records.map((one) => ({ ...one, starvedShare: 0.6 }));
const slow = pushes.map((push) => ({ ...push, endMs: push.endMs + 5000 }));

describe("the latency suite", function () {
  this.timeout(30_000);

  it("passes a run without a fault", async () => {
    expect(await outcomesUnderLoad("latency")).to.deep.equal(allPass);
  });

  for (const [what, over, expected] of [
    ["drops", { generators: dropping }, { "latency.push": "unknown", "latency.query": "unknown" }],
    [
      "drops on a starved machine",
      { generators: starving(dropping) },
      { "latency.push": "unknown", "latency.query": "unknown" },
    ],
    ["a starved machine that kept up all the same", { generators: starving(generators) }, {}],
    ["slow answers", { pushes: slow }, { "latency.push": "fail" }],
    [
      "slow answers on a starved machine",
      { pushes: slow, generators: starving(generators) },
      { "latency.push": "unknown" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomesUnderLoad("latency", over)).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const outcomes = Object.values(await outcomesUnderLoad("latency", noRecords));
    expect(new Set(outcomes)).to.deep.equal(new Set(["unknown"]));
  });
});
