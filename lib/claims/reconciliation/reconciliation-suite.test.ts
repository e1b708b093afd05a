import { expect } from "chai";
import { copySuites } from "../../judge/copy-suites.ts";
import { runFolder } from "../../judge/run-folder.fixture.ts";
import { judge } from "../../judge/run-suites.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";
import type { GeneratorRecord, PushRecord } from "../../run-folder/request-record.ts";
import type { CheckResult } from "../../verdict/check.ts";
import {
  around,
  changed,
  flood,
  generator,
  mute,
  overStream,
  pushes,
  restarted,
  without,
} from "./reconciliation.fixture.ts";

interface Run {
  readonly pushes: readonly PushRecord[];
  readonly counters: readonly CountersSnapshot[];
  readonly generators: readonly GeneratorRecord[];
}
const sound: Run = { pushes, counters: around({}), generators: [generator] };

function jsonLines(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

async function outcomes(over: Partial<Run>): Promise<Record<string, CheckResult["outcome"]>> {
  const run = { ...sound, ...over };
  await using folder = await runFolder({ tenants: { payments: { flood } } });
  await copySuites({ runDir: folder.dir, only: ["reconciliation"], userSuites: [] });
  await folder.write("records/pushes.jsonl", jsonLines(run.pushes));
  await folder.write("records/counters.jsonl", jsonLines(run.counters));
  await folder.write("records/generator.json", run.generators);
  const { checks } = await judge(folder.dir, { signal: new AbortController().signal });
  return Object.fromEntries(checks.map(({ id, outcome }) => [id.replace("reconciliation.", ""), outcome]));
}

const allPass = {
  offered: "pass",
  lines: "pass",
  bytes: "pass",
  streams: "pass",
  "ingester-discards": "pass",
};
const uncounted = { lines: "unknown", bytes: "unknown", streams: "unknown", "ingester-discards": "unknown" };
const dropping = [{ ...generator, planned: 25, dropped: 5 }];

describe("the suite of reconciliation", function () {
  this.timeout(60_000);

  for (const [what, over, expected] of [
    ["a run without a fault", {}, {}],
    [
      "a push that was acknowledged and never received",
      { counters: around({ lines: 190, bytes: 30_400 }) },
      { lines: "fail", bytes: "fail" },
    ],
    ["one line too few", { counters: around({ lines: 199 }) }, { lines: "fail" }],
    ["one byte too many", { counters: around({ bytes: 32_001 }) }, { bytes: "fail" }],
    [
      "a refusal that was not counted",
      { counters: around({ discardedLines: 0, discardedBytes: 0 }) },
      { lines: "fail", bytes: "fail" },
    ],
    [
      "acknowledged lines that were discarded",
      { counters: around({ discardedLines: 20 }) },
      { lines: "fail" },
    ],
    ["structured metadata, counted apart", { counters: around({ metadata: 4000 }) }, {}],
    [
      "metadata in place of lines",
      { counters: around({ bytes: 31_000, metadata: 1000 }) },
      { bytes: "fail" },
    ],
    ["a push without an answer that was received", { pushes: changed(3, { status: 0 }) }, {}],
    [
      "a push without an answer that was not",
      { pushes: changed(3, { status: 0 }), counters: around({ lines: 190, bytes: 30_400 }) },
      {},
    ],
    [
      "more than was in doubt",
      { pushes: changed(3, { status: 0 }), counters: around({ lines: 189 }) },
      { lines: "fail" },
    ],
    ["streams on a quorum of ingesters, so far", { counters: around({ created: 4 }) }, {}],
    ["streams on fewer", { counters: around({ created: 3 }) }, { streams: "fail" }],
    ["streams that nobody pushed to", { counters: around({ created: 9 }) }, { streams: "fail" }],
    [
      "an ingester's refusal, counted on two replicas",
      { pushes: changed(3, { status: 429, error: overStream }), counters: around({ ingesterDiscards: 20 }) },
      {},
    ],
    [
      "an ingester's refusal that none counted",
      { pushes: changed(3, { status: 429, error: overStream }) },
      { "ingester-discards": "fail" },
    ],
    [
      "more discards than lines on replicas",
      { counters: around({ ingesterDiscards: 500 }) },
      { "ingester-discards": "fail" },
    ],
    ["a restart that was looked at before", { counters: restarted("before-restart:distributor-0") }, {}],
    ["a restart of another's making", { counters: restarted("during") }, uncounted],
    ["no look before the load", { counters: without("load-start") }, uncounted],
    ["no look after the load", { counters: without("load-end") }, uncounted],
    ["a member that gives no counters", { counters: mute }, uncounted],
    [
      "drops that are Loki's",
      { pushes: pushes.slice(0, 15), counters: around({ lines: 150, bytes: 24_000 }), generators: dropping },
      { offered: "fail" },
    ],
    [
      "drops that are the generator's",
      {
        pushes: pushes.slice(0, 15),
        counters: around({ lines: 150, bytes: 24_000 }),
        generators: [{ ...generator, dropped: 5, startLagP99Ms: 900 }],
      },
      { offered: "unknown" },
    ],
    [
      "pushes that went missing from the records",
      { pushes: pushes.slice(0, 15) },
      { offered: "unknown", lines: "fail", bytes: "fail" },
    ],
  ] as const) {
    it(`tells ${what}`, async () => {
      expect(await outcomes(over)).to.deep.equal({ ...allPass, ...expected });
    });
  }

  it("never passes by default: no records, no pass", async () => {
    const none = await outcomes({ pushes: [], counters: [], generators: [] });
    expect(new Set(Object.values(none))).to.deep.equal(new Set(["unknown"]));
  });

  it("never passes a tenant that was to be flooded by another's pushes", async () => {
    const strange = pushes.map((push) => ({ ...push, tenant: "other" }));
    const judged = await outcomes({ pushes: strange });
    expect(Object.values(judged)).not.to.include("pass");
  });
});
