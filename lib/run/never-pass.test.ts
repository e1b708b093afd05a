import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import pLimit from "p-limit";
import { allProbes, testTenants } from "../claims/all.ts";
import { copySuites } from "../judge/copy-suites.ts";
import { type RunFolder, runFolder } from "../judge/run-folder.fixture.ts";
import { judge } from "../judge/run-suites.ts";
import { loadPlan } from "../plan/load-plan.ts";
import type { Probe } from "../probe/probe.ts";
import type { CheckResult } from "../verdict/check.ts";
import { emptiestValue } from "./emptiest-value.fixture.ts";

const suites = join(import.meta.dirname, "..", "..", "suites");
const loadRecords = ["pushes.jsonl", "queries.jsonl", "generator.json", "history.json", "counters.jsonl"];

type Content = (probe: Probe<unknown>) => unknown;

/**
 * Returns a record as a run writes it around a probe's data; for a probe that observes during the load, a series of two
 * records.
 */
function envelope(probe: Probe<unknown>, data: unknown): unknown {
  const one = { status: "observed", probe: probe.id, atMs: 0, tookMs: 0, data };
  return probe.phase === "during" ? [one, one] : one;
}

const truncated = (probe: Probe<unknown>): string => JSON.stringify(envelope(probe, {})).slice(0, -3);
const emptiest =
  (flag: boolean): Content =>
  (probe) =>
    envelope(probe, emptiestValue(probe.record, { flag, elements: 0 }));

/**
 * The ruined content of every probe's record (`record`) and of the load's files (`load`). Undefined means that the
 * files are missing.
 */
const ruins: Readonly<Record<string, { readonly record?: Content; readonly load?: string }>> = {
  missing: {},
  "{}": { record: () => ({}), load: "{}" },
  "of no length": { record: () => "", load: "" },
  "cut off": { record: truncated, load: '{"kind":"flood","tenant":"payments","stre' },
  broken: { record: ({ id }) => ({ status: "broken", probe: id, why: "it timed out" }), load: "" },
  "of another probe": { record: (probe) => envelope({ ...probe, id: "some.other" }, {}), load: "[]" },
  "empty data": { record: (probe) => envelope(probe, {}), load: "[]" },
  "the emptiest of its form, every flag false": { record: emptiest(false), load: "" },
  "the emptiest of its form, every flag true": { record: emptiest(true), load: "" },
};

/** Judges a run of the smoke scenario whose records are all missing or ruined. */
async function judgeRuin({
  record,
  load,
}: {
  record?: Content;
  load?: string;
}): Promise<readonly CheckResult[]> {
  const { plan } = await loadPlan({ scenario: "smoke", provider: "local", now: new Date() }, testTenants);
  await using folder: RunFolder = await runFolder(plan);
  await copySuites({ runDir: folder.dir, only: undefined, userSuites: [] });
  if (record) for (const probe of allProbes) await folder.write(`records/${probe.id}.json`, record(probe));
  if (load !== undefined) for (const name of loadRecords) await folder.write(`records/${name}`, load);
  return (await judge(folder.dir, { signal: AbortSignal.timeout(120_000) })).checks;
}

describe("never pass by default", function () {
  this.timeout(180_000);
  const files = readdirSync(suites).filter((name) => name.endsWith(".suite.ts"));
  const judged = new Map<string, readonly CheckResult[]>();

  before("judge what is left, two at a time", async () => {
    const limit = pLimit(2);
    const all = Object.entries(ruins);
    await Promise.all(all.map(([name, ruin]) => limit(async () => judged.set(name, await judgeRuin(ruin)))));
  });

  for (const name of Object.keys(ruins)) {
    it(`no check of any suite passes where records are ${name}`, () => {
      const checks = judged.get(name) ?? [];
      const idsOf = (holds: (check: CheckResult) => boolean): readonly string[] =>
        checks.filter(holds).map(({ id }) => id);
      expect(checks).to.have.lengthOf.at.least(files.length);
      expect(
        idsOf(({ id }) => id.endsWith(".suite-file")),
        "files that were not judged",
      ).to.deep.equal([]);
      expect(
        idsOf(({ outcome }) => outcome === "pass"),
        "checks that passed",
      ).to.deep.equal([]);
    });
  }
});
