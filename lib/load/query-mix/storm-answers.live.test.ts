import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { silentProgress } from "../../base/log.ts";
import type { Plan } from "../../scenario/plan.ts";
import { localProvider } from "../../stack/local/local-provider.ts";
import { provision } from "../../toolchain/provision.ts";
import type { HistoryLayout } from "../history-layout.ts";
import { parseLines } from "../k6-output.ts";
import { type QueryRecord, queryRecord } from "../request-record.ts";
import { runLoad } from "../run-load.ts";
import { writeHistory } from "../write-history.ts";
import { HistoryLines } from "./history-lines.ts";
import { isWrong } from "./judge-answers.ts";
import { believe, expectedOf, knownQueries, stormPlan } from "./storm-answers.fixture.ts";

describe("a storm over six days and twenty hours of history", () => {
  const { signal } = new AbortController();
  let dir = "";
  let plan: Plan;
  let sandboxWasReadable: boolean | undefined;
  let layout: HistoryLayout;
  let waitedMs = 0;
  let asked: readonly QueryRecord[] = [];
  const of = (tenant: string): readonly QueryRecord[] => asked.filter((one) => one.tenant === tenant);

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
    asked = parseLines(await readFile(join(dir, "records", "queries.jsonl"), "utf8"), queryRecord);
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("answers every query whose answer the seed knows, and rightly", () => {
    const notAnswered = of("payments").filter(({ status }) => status !== 200);
    expect(notAnswered.map(({ template, status, error }) => [template, status, error])).to.deep.equal([]);
    const judged = of("payments").filter(({ expected }) => expected !== undefined);
    expect(judged.length).to.equal(knownQueries);
    for (const record of judged)
      expect(record.answer, `${record.template}: ${record.query}`).to.deep.equal(record.expected);
  });

  it("over each range, as a dashboard asks and past the caches", () => {
    const seen = new Set(
      of("payments").map(({ template, rangeMs, cache }) => `${template} ${rangeMs} ${cache}`),
    );
    expect(seen.size).to.equal(knownQueries);
  });

  it("has Loki's own statistics beside them", () => {
    const metrics = of("payments").filter(({ endpoint }) => endpoint === "query_range");
    for (const { template, bytesProcessed, chunks, splits, queueTimeS } of metrics) {
      expect(bytesProcessed, template).to.be.above(0);
      expect(chunks, template).to.be.above(0);
      expect(splits, template).to.be.above(0);
      expect(queueTimeS, template).to.be.a("number");
    }
  });

  it("control: with another seed nearly every answer is wrong", () => {
    const records = of("payments").filter(({ endpoint }) => endpoint === "query_range");
    const wrongWith = (seed: number): number => {
      const lines = new HistoryLines({ seed, tenant: "payments", runId: plan.runId, layout });
      return records.filter((one) => isWrong({ ...one, expected: expectedOf(one, lines) })).length;
    };
    expect(wrongWith(plan.seed)).to.equal(0);
    expect(wrongWith(plan.seed + 1)).to.be.above(records.length / 2);
  });

  it("control: of a history that lost pushes the answers are wrong, which is known before anybody waits for it", () => {
    expect(sandboxWasReadable, "the history of sandbox is readable").to.equal(false);
    expect(waitedMs, "until that was known").to.be.below(60_000);
    const judged = of("sandbox").filter(({ status, expected }) => status === 200 && expected !== undefined);
    expect(judged.length).to.be.above(0);
    expect(judged.filter(isWrong).length).to.equal(judged.length);
  });
});
