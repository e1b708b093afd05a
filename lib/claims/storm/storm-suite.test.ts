import { expect } from "chai";
import {
  answering,
  noRecords,
  outcomesUnderLoad,
  queries,
  right,
  wrong,
} from "../../judge/load-records.fixture.ts";

const allPass = {
  "storm.values": "pass",
  "storm.lines": "pass",
  "storm.look-ups": "pass",
};

const unknowable = queries.map((one) => {
  const { expected, answer, ...rest } = one;
  return expected === undefined || answer === undefined ? one : rest;
});

describe("the storm suite", function () {
  this.timeout(30_000);

  it("passes a run without a fault", async () => {
    expect(await outcomesUnderLoad("storm")).to.deep.equal(allPass);
  });

  for (const [what, over, expected] of [
    [
      "one value over the history that is wrong",
      { queries: answering("count-by-level", wrong) },
      { "storm.values": "fail" },
    ],
    [
      "a series that is missing",
      { queries: answering("count-by-level", { a: right.a }) },
      { "storm.values": "fail" },
    ],
    [
      "other lines than were written",
      { queries: answering("filter-errors", wrong) },
      { "storm.lines": "fail" },
    ],
    [
      "a look-up without an answer",
      { queries: answering("labels", undefined) },
      { "storm.look-ups": "fail" },
    ],
    [
      "answers that are all empty, as they were to be",
      { queries: queries.map((one) => ({ ...one, answer: {}, expected: {} })) },
      { "storm.values": "unknown", "storm.lines": "unknown", "storm.look-ups": "unknown" },
    ],
    [
      "a history that was not known to be readable",
      { queries: unknowable },
      { "storm.values": "unknown", "storm.lines": "unknown", "storm.look-ups": "unknown" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomesUnderLoad("storm", over)).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const outcomes = Object.values(await outcomesUnderLoad("storm", noRecords));
    expect(new Set(outcomes)).to.deep.equal(new Set(["unknown"]));
  });
});
