import { expect } from "chai";
import type { PushRecord } from "../../run-folder/request-record.ts";
import { lineSource } from "../../traffic/lines.ts";
import { compareEntries, entriesOf, pickSamples } from "./read-samples.ts";

function push(firstSequence: number, status = 204, tenant = "payments"): PushRecord {
  const times = { intendedMs: 0, startMs: 0, endMs: 0 };
  const carried = {
    firstSequence,
    lines: 5,
    lineBytes: 500,
    firstTimestampNs: "1795458619644000000",
    stepNs: 1000,
  };
  return { kind: "flood", tenant, stream: 1, ...carried, ...times, status };
}

describe("samples", () => {
  const source = lineSource({ seed: 1, tenant: "payments", stream: 1 }, { lineBytes: 160, linesPerPush: 5 });
  const expected = entriesOf(push(10), source);

  it("derives what a push wrote, timestamps exact to the nanosecond", () => {
    expect(expected.map(([timestampNs]) => timestampNs)).to.deep.equal(
      ["000000", "001000", "002000", "003000", "004000"].map((ns) => `1795458619644${ns}`),
    );
    expect(expected[3]?.[1]).to.equal(source.lineAt(13));
  });

  it("finds nothing to complain of where all is equal", () => {
    expect(compareEntries(expected, expected)).to.deep.equal({
      expectedLines: 5,
      readLines: 5,
      mismatches: 0,
    });
  });

  for (const [what, read] of [
    [
      "a byte changed",
      expected.map(([at, line], i) => [at, i === 2 ? line.replace("level", "levEl") : line] as const),
    ],
    [
      "a timestamp off by a nanosecond",
      expected.map(([at, line], i) => [i === 2 ? `${at.slice(0, -1)}1` : at, line] as const),
    ],
    ["the last one missing", expected.slice(0, 4)],
    ["one too many", [...expected, expected[4] ?? ["", ""]]],
    ["nothing read", []],
  ] as const) {
    it(`sees ${what}`, () => {
      const { mismatches, firstMismatch } = compareEntries(expected, read);
      expect(mismatches).to.be.greaterThan(0);
      expect(firstMismatch?.expected).to.not.equal(firstMismatch?.read);
    });
  }

  it("picks acknowledged pushes only, of every tenant, the same for the same seed", () => {
    const pushes = Array.from({ length: 20 }, (_, i) =>
      push(i * 5, i % 2 === 0 ? 204 : 500, i < 10 ? "a" : "b"),
    );
    const picked = pickSamples(pushes, 7);
    expect(picked.every(({ status }) => status === 204)).to.equal(true);
    expect(new Set(picked.map(({ tenant }) => tenant))).to.deep.equal(new Set(["a", "b"]));
    expect(pickSamples(pushes, 7)).to.deep.equal(picked);
    expect(pickSamples(pushes, 8)).to.not.deep.equal(picked);
  });

  it("picks of a thousand tenants no more than 64 pushes, of different tenants", () => {
    const pushes = Array.from({ length: 3000 }, (_, i) => push(i * 5, 204, `team-${i % 1000}`));
    const picked = pickSamples(pushes, 7);
    expect(picked.length).to.equal(64);
    expect(new Set(picked.map(({ tenant }) => tenant)).size).to.equal(64);
  });
});
