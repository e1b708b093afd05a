import { expect } from "chai";
import {
  generators,
  noRecords,
  outcomesUnderLoad,
  pushes,
  queries,
} from "../../judge/load-records.fixture.ts";
import type { GeneratorRecord } from "../../run-folder/request-record.ts";

const allPass = {
  "load.kept-up": "pass",
  "load.answers": "pass",
  "load.within-limits": "pass",
  "load.long-ranges": "pass",
};

const dropping = generators.map((one) => ({ ...one, dropped: 3 }));
const starving = (records: readonly GeneratorRecord[]) =>
  records.map((one) => ({ ...one, starvedShare: 0.6 }));
const failing = pushes.map((push, i) => (i === 3 ? { ...push, status: 500, error: "empty ring" } : push));
const refused = pushes.map((push, i) => (i === 3 ? { ...push, status: 429, error: "too fast" } : push));

describe("the load suite", function () {
  this.timeout(30_000);

  it("passes a run without a fault", async () => {
    expect(await outcomesUnderLoad("load")).to.deep.equal(allPass);
  });

  for (const [what, over, expected] of [
    ["drops", { generators: dropping }, { "load.kept-up": "fail" }],
    ["drops on a starved machine", { generators: starving(dropping) }, { "load.kept-up": "unknown" }],
    ["a starved machine that kept up all the same", { generators: starving(generators) }, {}],
    ["a push that failed", { pushes: failing }, { "load.answers": "fail" }],
    [
      "a push that failed on a starved machine",
      { pushes: failing, generators: starving(generators) },
      { "load.answers": "unknown" },
    ],
    [
      "a refusal to a tenant within its rate",
      { pushes: refused },
      { "load.answers": "fail", "load.within-limits": "fail" },
    ],
    [
      "long queries that time out",
      { queries: queries.map((one) => (one.rangeMs > 1e6 ? { ...one, status: 504 } : one)) },
      { "load.answers": "fail", "load.long-ranges": "fail" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomesUnderLoad("load", over)).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const outcomes = Object.values(await outcomesUnderLoad("load", noRecords));
    expect(new Set(outcomes)).to.deep.equal(new Set(["unknown"]));
  });
});
