import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CheckResult } from "../../verdict/check.ts";

const read = (ageMs: number, over: object = {}) => ({
  ageMs,
  push: { status: 204 },
  read: { status: 200 },
  found: 1,
  ...over,
});

async function agesOutcome(lines: readonly object[]): Promise<Pick<CheckResult, "outcome" | "message">> {
  await using folder = await runFolder();
  await copySuites({ runDir: folder.dir, only: ["durability"], userSuites: [] });
  const record = { tenant: "lokiproof-round-trip", lines, queryIngestersWithin: "15m0s" };
  await folder.observed("durability.ages", record);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  const ages = checks.find(({ id }) => id === "durability.ages");
  if (ages === undefined) throw new Error("there is no check durability.ages");
  return ages;
}

describe("the durability suite, of lines of every age", function () {
  this.timeout(30_000);
  const notFound = { found: 0 };
  const silent = { read: { status: 0, said: "no answer within 8 s" }, found: 0 };
  for (const [what, lines, expected] of [
    ["all found", [read(0), read(720_000), read(6_480_000)], "pass"],
    ["an old one not found", [read(0), read(720_000), read(6_480_000, notFound)], "fail"],
    [
      "an old one not found and one not answered",
      [read(0), read(720_000, silent), read(99_000, notFound)],
      "fail",
    ],
    ["a read that was refused", [read(0), read(720_000, { read: { status: 500 }, found: 0 })], "fail"],
    ["no answer about an old one", [read(0), read(720_000, silent)], "unknown"],
    ["an old one that was refused", [read(0), read(720_000, { push: { status: 429 }, found: 0 })], "unknown"],
    ["not even a new one found", [read(0, notFound), read(720_000, notFound)], "unknown"],
    ["a new one alone", [read(0)], "skip"],
    ["no line", [], "unknown"],
  ] as const) {
    it(`judges ${what} as ${expected}`, async () => {
      const { outcome, message } = await agesOutcome(lines);
      expect(outcome, message).to.equal(expected);
      if (expected === "fail")
        expect(message).to.contain("querier.query_ingesters_within (15m0s on a querier)");
    });
  }
});
