import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { copySuites } from "lokiproof/judge/copy-suites.ts";
import { judge } from "lokiproof/judge/run-suites.ts";
import { silentProgress } from "../../lib/base/log.ts";
import { runLoad } from "../../lib/generator/run-load.ts";
import type { HistoryLayout } from "../../lib/history/history-layout.ts";
import { writeHistory } from "../../lib/history/write-history.ts";
import type { Plan } from "../../lib/plan/plan.ts";
import { readLinesStrictly } from "../../lib/run-folder/read-strictly.ts";
import type { QueryRecord } from "../../lib/run-folder/request-record.ts";
import { runFiles } from "../../lib/run-folder/run-files.ts";
import { localProvider } from "../../lib/stack/local/local-provider.ts";
import { HistoryLines } from "../../lib/storm/history-lines.ts";
import { describeWrong, isWrong } from "../../lib/storm/judge-answers.ts";
import { provision } from "../../lib/toolchain/provision.ts";
import { believe, expectedOf, knownQueries, stormPlan } from "../fixtures/storm-answers.fixture.ts";

function whatIsAsked(records: readonly QueryRecord[]): readonly string[] {
  return [...new Set(records.map(({ template, rangeMs }) => `${template} over ${rangeMs} ms`))].sort();
}

describe("a storm over six days and twenty hours of history", () => {
  const { signal } = new AbortController();
  let dir = "";
  let plan: Plan;
  let sandboxWasReadable: boolean | undefined;
  let layout: HistoryLayout;
  let waitedMs = 0;
  let asked: readonly QueryRecord[] = [];
  const answered = (tenant: string): readonly QueryRecord[] =>
    asked.filter((one) => one.tenant === tenant && one.status === 200);

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "lokiproof-storm-"));
    plan = await stormPlan(dir);
    const progress = silentProgress;
    const { k6 } = await provision({ loki: plan.lokiVersion }, { progress, signal });
    await using stack = await localProvider.up(plan, { progress, signal });
    await writeFile(join(dir, "plan.json"), JSON.stringify(plan));
    const startMs = Date.now();
    await writeHistory({ plan, stack, runDir: dir, signal, progress });
    waitedMs = Date.now() - startMs;
    const { tenants } = await believe("sandbox", dir);
    sandboxWasReadable = tenants["sandbox"]?.readable;
    layout = tenants["payments"]?.layout ?? expect.fail("no history of payments");
    const to = { gatewayUrl: stack.gatewayUrl, runDir: dir, k6Path: k6.path };
    await runLoad({ plan, ...to, signal, progress });
    asked = readLinesStrictly(dir, runFiles.queries);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("is answered rightly wherever the seed knows the answer", () => {
    const judged = answered("payments").filter(({ expected }) => expected !== undefined);
    expect(judged.filter(isWrong).map((one) => `${one.query}: ${describeWrong(one)}`)).to.deep.equal([]);
  });

  it("asks every template over each range, and has an answer to check of each", () => {
    const known = asked.filter(({ tenant, expected }) => tenant === "payments" && expected !== undefined);
    expect(known.length).to.equal(knownQueries);
    // A busy machine might leave a query without an answer. Each query is sent twice: as a dashboard sends it, and past
    // the caches.
    expect(whatIsAsked(answered("payments"))).to.deep.equal(whatIsAsked(known));
    expect(whatIsAsked(known).length).to.equal(knownQueries / 2);
  });

  it("has Loki's own statistics beside them", () => {
    const metrics = answered("payments").filter(({ endpoint }) => endpoint === "query_range");
    for (const { template, bytesProcessed, chunks, splits, queueTimeS } of metrics) {
      expect(bytesProcessed, template).to.be.above(0);
      expect(chunks, template).to.be.above(0);
      expect(splits, template).to.be.above(0);
      expect(queueTimeS, template).to.be.a("number");
    }
  });

  it("control: with another seed nearly every answer is wrong", () => {
    const records = answered("payments").filter(({ endpoint }) => endpoint === "query_range");
    const wrongWith = (seed: number): number => {
      const { runId, lokiVersion } = plan;
      const lines = new HistoryLines({ seed, tenant: "payments", runId, layout, lokiVersion });
      return records.filter((one) => isWrong({ ...one, expected: expectedOf(one, lines) })).length;
    };
    expect(wrongWith(plan.seed)).to.equal(0);
    expect(wrongWith(plan.seed + 1)).to.be.above(records.length / 2);
  });

  it("control: of a history that lost pushes the answers are wrong, which is known before anybody waits for it", () => {
    expect(sandboxWasReadable, "the history of sandbox is readable").to.equal(false);
    expect(waitedMs, "until that was known").to.be.below(60_000);
    const judged = answered("sandbox").filter(({ expected }) => expected !== undefined);
    expect(judged.length).to.be.above(0);
    expect(judged.filter(isWrong).length).to.equal(judged.length);
  });

  it("turns every check of the answers red, for the tenant whose history lost pushes", async () => {
    await copySuites({ runDir: dir, only: ["storm"], userSuites: [] });
    const { checks } = await judge(dir, { signal });
    const told = checks.map(({ id, outcome, message = "" }) => {
      return [id, `${outcome}: ${/answers are wrong: \S+ of (\S+)/.exec(message)?.[1] ?? message}`];
    });
    expect(Object.fromEntries(told)).to.deep.equal({
      "storm.values": "fail: sandbox",
      "storm.lines": "fail: sandbox",
      "storm.look-ups": "fail: sandbox",
    });
  });
});
