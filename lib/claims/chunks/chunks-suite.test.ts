import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CheckResult } from "../../verdict/check.ts";

const sound = {
  pushStatus: 204,
  streams: 12,
  takenIn: { "ingester-0": 12, "ingester-1": 12, "ingester-2": 12 },
  distributors: { "distributor-0": 3 },
  stored: { "ingester-0": 12, "ingester-1": 12, "ingester-2": 12 },
  newObjects: 12,
};
/**
 * Counts of stored chunks from a kept stack. They include chunks that an earlier run pushed and that were stored again.
 */
const more = { "ingester-0": 17, "ingester-1": 22, "ingester-2": 21 };

async function outcomeOf(record: object): Promise<CheckResult["outcome"] | undefined> {
  await using folder = await runFolder({});
  await copySuites({ runDir: folder.dir, only: ["chunks"], userSuites: [] });
  await folder.observed("chunks.replicas", record);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return checks.find(({ id }) => id === "chunks.flushed")?.outcome;
}

describe("chunks.flushed", () => {
  const cases = [
    { say: "as many chunks as were taken in", record: sound, outcome: "pass" },
    {
      say: "an ingester's chunks that were not stored",
      record: { ...sound, stored: { "ingester-0": 12 } },
      outcome: "fail",
    },
    {
      say: "more than was taken in, where no run was before",
      record: { ...sound, stored: more },
      outcome: "fail",
    },
    {
      say: "an earlier run's beside its own",
      record: { ...sound, stored: more, replayed: true },
      outcome: "pass",
    },
    {
      say: "an earlier run's, while one of its own is not in the bucket",
      record: { ...sound, stored: more, replayed: true, newObjects: 11 },
      outcome: "fail",
    },
    {
      say: "fewer than was taken in, though a run was before",
      record: { ...sound, stored: { "ingester-0": 17 }, replayed: true },
      outcome: "fail",
    },
    { say: "streams that were refused", record: { ...sound, pushStatus: 429 }, outcome: "unknown" },
  ];
  for (const { say, record, outcome } of cases) {
    it(`is ${outcome} for ${say}`, async () => {
      expect(await outcomeOf(record)).to.equal(outcome);
    });
  }
});
