import { expect } from "chai";
import * as fc from "fast-check";
import { fateOf } from "../../loki/push-fate.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import { ledgerOf, reconcile } from "./ledger.ts";

function push(over: Partial<PushRecord> = {}): PushRecord {
  const times = { intendedMs: 0, startMs: 0, endMs: 0 };
  const entries = { firstSequence: 0, lines: 10, lineBytes: 1000, firstTimestampNs: "1000", stepNs: 1 };
  return { kind: "flood", tenant: "payments", stream: 0, ...entries, ...times, status: 204, ...over };
}

const rateLimited =
  "ingestion rate limit exceeded for user sandbox (limit: 699050 bytes/sec) while attempting...";

describe("ledger", () => {
  for (const [status, error, fate] of [
    [204, undefined, "acknowledged"],
    [200, undefined, "indeterminate"],
    [260, "blocked", "indeterminate"],
    [0, "request timeout", "indeterminate"],
    [500, "at least 2 live replicas required", "indeterminate"],
    [400, "entry too far behind", "indeterminate"],
    [429, rateLimited, "refused"],
    [429, "Per stream rate limit exceeded (limit: 3MB/sec)", "indeterminate"],
    [503, rateLimited, "indeterminate"],
  ] as const) {
    it(`takes ${status} "${error ?? ""}" as ${fate}`, () => expect(fateOf(status, error)).to.equal(fate));
  }

  const acknowledgedTwice = ledgerOf([push(), push({ firstSequence: 10 }), push({ tenant: "checkout" })]);

  it("sums up by tenant and stream", () => {
    const lines = acknowledgedTwice.map(({ tenant, acknowledged }) => [tenant, acknowledged]);
    expect(lines).to.deep.equal([
      ["checkout", 10],
      ["payments", 20],
    ]);
  });

  for (const [what, read, expected] of [
    ["all of it", [20], []],
    ["one push hidden", [10], [{ tenant: "payments", stream: 0, missing: 10, surplus: 0 }]],
    ["one line missing", [19], [{ tenant: "payments", stream: 0, missing: 1, surplus: 0 }]],
    ["one line twice", [21], [{ tenant: "payments", stream: 0, missing: 0, surplus: 1 }]],
    ["nothing", [], [{ tenant: "payments", stream: 0, missing: 20, surplus: 0 }]],
  ] as const) {
    it(`reconciles when ${what} was read`, () => {
      const counts = read.map((lines) => ({ tenant: "payments", stream: 0, lines }));
      expect(reconcile(ledgerOf([push(), push({ firstSequence: 10 })]), counts)).to.deep.equal(expected);
    });
  }

  it("lets an indeterminate push be there or not, and a refused one not", () => {
    const ledger = ledgerOf([push(), push({ status: 500 }), push({ status: 429, error: rateLimited })]);
    const wrong = [9, 10, 15, 20, 21].map(
      (lines) => reconcile(ledger, [{ tenant: "payments", stream: 0, lines }]).length,
    );
    expect(wrong).to.deep.equal([1, 0, 0, 0, 1]);
  });

  it("takes another tenant's reading for what it is: all missing here, all surplus there", () => {
    expect(reconcile(ledgerOf([push()]), [{ tenant: "sandbox", stream: 0, lines: 10 }])).to.deep.equal([
      { tenant: "payments", stream: 0, missing: 10, surplus: 0 },
      { tenant: "sandbox", stream: 0, missing: 0, surplus: 10 },
    ]);
  });

  it("never lets a count pass that is not exactly what was acknowledged", () => {
    const pushes = fc.array(
      fc
        .record({
          stream: fc.nat({ max: 3 }),
          lines: fc.integer({ min: 1, max: 50 }),
          tenant: fc.constantFrom("a", "b"),
        })
        .map(push),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(pushes, fc.nat(), fc.integer({ min: 1, max: 99 }), fc.boolean(), (all, pick, by, more) => {
        const ledger = ledgerOf(all);
        const read = ledger.map(({ tenant, stream, acknowledged: lines }) => ({ tenant, stream, lines }));
        expect(reconcile(ledger, read)).to.deep.equal([]);
        const changed = read.map((one, i) =>
          i === pick % read.length ? { ...one, lines: one.lines + (more ? by : -by) } : one,
        );
        expect(reconcile(ledger, changed)).to.have.lengthOf(1);
      }),
    );
  });
});
