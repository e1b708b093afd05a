import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { silentProgress } from "../../base/log.ts";
import { loadPlan } from "../../scenario/load-plan.ts";
import type { Plan } from "../../scenario/plan.ts";
import { isQueryTemplate, queryTemplates } from "../../scenario/query-templates.ts";
import { localProvider } from "../../stack/local/local-provider.ts";
import { provision } from "../../toolchain/provision.ts";
import type { HistoryLayout } from "../history-layout.ts";
import { type HistoryRecord, historyFile, historyRecord } from "../history-record.ts";
import { parseLines } from "../k6-output.ts";
import { md5 } from "../query-records.ts";
import { type QueryRecord, queryRecord } from "../request-record.ts";
import { runLoad } from "../run-load.ts";
import { writeHistory } from "../write-history.ts";
import { expectAnswer } from "./expect-answer.ts";
import { HistoryLines } from "./history-lines.ts";
import { isWrong } from "./judge-answers.ts";
import { templates } from "./templates.ts";

const spanS = (6 * 24 + 20) * 3600;
const rangesS = [21_600, spanS];
const known = Object.keys(queryTemplates)
  .filter(isQueryTemplate)
  .filter((name) => templates[name].over === "history" && name !== "stats");
/** Each template over each range, cache-friendly and cache-busting. */
const queries = known.length * rangesS.length * 2;
const mix = Object.fromEntries(known.map((name) => [name, 1]));
const history = { spanS, lines: 48_000, streams: 6 };

const scenario = {
  version: 1,
  name: "storm-answers",
  description: "what a storm over six days and twenty hours of history answers",
  stack: { replicas: { distributor: 2, querier: 2, "query-frontend": 1, "query-scheduler": 1, ruler: 0 } },
  tenants: {
    payments: { history, storm: { ratePerSecond: 2.5, forS: queries / 2.5, rangesS, mix } },
    // Half of its pushes are swallowed by the gateway: what is answered for it is wrong.
    sandbox: {
      history,
      storm: { ratePerSecond: 1, forS: 12, rangesS, mix: { "count-by-level": 1, "filter-errors": 1 } },
    },
  },
};
const breakage = {
  name: "history-swallowed",
  description: "The gateway answers 204 to half of sandbox's pushes without passing them on",
  swallowPushes: { tenant: "sandbox", share: 0.5 },
  mustRed: ["storm.values"],
};

async function filesIn(dir: string): Promise<Plan> {
  const [scenarioFile, breakageFile] = [join(dir, "storm.yaml"), join(dir, "swallowed.yaml")];
  await writeFile(scenarioFile, stringify(scenario));
  await writeFile(breakageFile, stringify(breakage));
  const options = {
    scenario: scenarioFile,
    breakages: [breakageFile],
    provider: "local",
    now: new Date(),
  } as const;
  return (await loadPlan(options)).plan;
}

/** Takes a history for whole that is not: what the storm expects of it is then not what Loki has. Returns what it was. */
async function believe(tenant: string, runDir: string): Promise<HistoryRecord> {
  const file = historyFile(runDir);
  const record = historyRecord.parse(JSON.parse(await readFile(file, "utf8")));
  const written = record.tenants[tenant];
  if (written === undefined) throw new Error(`no history of ${tenant}`);
  const tenants = { ...record.tenants, [tenant]: { ...written, readable: true } };
  await writeFile(file, JSON.stringify({ ...record, tenants }));
  return record;
}

function expectedOf(
  { template, window, rangeMs }: QueryRecord,
  lines: HistoryLines,
): QueryRecord["expected"] {
  if (!isQueryTemplate(template)) return undefined;
  const { ask } = templates[template];
  const instant = ask.kind === "metric" && ask.instant === true;
  const vectorS = instant ? rangeMs / 1000 : window.stepS;
  return expectAnswer({ known: true, ask, vectorS, window }, lines, md5);
}

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
    plan = await filesIn(dir);
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
    expect(judged.length).to.equal(queries);
    for (const record of judged)
      expect(record.answer, `${record.template}: ${record.query}`).to.deep.equal(record.expected);
  });

  it("over each range, as a dashboard asks and past the caches", () => {
    const seen = new Set(
      of("payments").map(({ template, rangeMs, cache }) => `${template} ${rangeMs} ${cache}`),
    );
    expect(seen.size).to.equal(queries);
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
