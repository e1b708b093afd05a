import { expect } from "chai";
import { counts, flush, noRecords, outcomesUnderLoad, samples } from "../../judge/load-records.fixture.ts";

const allPass = {
  "durability.ages": "pass",
  "durability.ingesters": "pass",
  "durability.sample": "pass",
  "durability.flush": "pass",
  "durability.store": "pass",
  "durability.store-sample": "pass",
};

function hidden(line: number): typeof counts {
  return counts.map((one) => ({
    ...one,
    streams: one.streams.map((stream, i) => (i === 0 ? { ...stream, lines: stream.lines - line } : stream)),
  }));
}

describe("the durability suite, after a load", function () {
  this.timeout(30_000);

  it("passes a run without a fault", async () => {
    expect(await outcomesUnderLoad("durability")).to.deep.equal(allPass);
  });

  for (const [what, over, expected] of [
    [
      "one push hidden from the reads",
      { ingesters: { counts: hidden(10), samples } },
      { "durability.ingesters": "fail" },
    ],
    [
      "one line too many in the store",
      { store: { flush, counts: hidden(-1), samples } },
      { "durability.store": "fail" },
    ],
    ["nothing counted", { ingesters: { counts: [], samples } }, { "durability.ingesters": "fail" }],
    [
      "another tenant's counts",
      { ingesters: { counts: counts.map((one) => ({ ...one, tenant: "sandbox" })), samples } },
      { "durability.ingesters": "fail" },
    ],
    [
      "a sample that differs",
      { ingesters: { counts, samples: samples.map((one) => ({ ...one, mismatches: 1 })) } },
      { "durability.sample": "fail" },
    ],
    ["no sample read", { ingesters: { counts, samples: [] } }, { "durability.sample": "fail" }],
    [
      "an index that was not uploaded",
      { store: { flush: { ...flush, indexUploaded: false, why: "no restart" }, counts: [], samples: [] } },
      { "durability.flush": "unknown", "durability.store": "unknown", "durability.store-sample": "unknown" },
    ],
    [
      "an ingester that holds chunks",
      {
        store: {
          flush: { ...flush, ingesters: flush.ingesters.map((one) => ({ ...one, chunksInMemory: 2 })) },
          counts,
          samples,
        },
      },
      { "durability.flush": "fail" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomesUnderLoad("durability", over)).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const outcomes = Object.values(await outcomesUnderLoad("durability", noRecords));
    expect(new Set(outcomes)).to.deep.equal(new Set(["unknown"]));
  });
});
