import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { HistoryRecord } from "../run-folder/history-record.ts";
import { readStrictly } from "../run-folder/read-strictly.ts";
import type { QueryRecord } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { writeRecord } from "../run-folder/write-run.ts";
import { loadPlan } from "../scenario/load-plan.ts";
import type { Plan } from "../scenario/plan.ts";
import { isQueryTemplate, queryTemplates } from "../scenario/query-templates.ts";
import { expectAnswer } from "../storm/expect-answer.ts";
import type { HistoryLines } from "../storm/history-lines.ts";
import { md5 } from "../storm/md5.ts";
import { vectorSOf } from "../storm/planned-query.ts";
import { templates } from "../storm/templates.ts";

const spanS = (6 * 24 + 20) * 3600;
const rangesS = [21_600, spanS];
const known = Object.keys(queryTemplates)
  .filter(isQueryTemplate)
  .filter((name) => templates[name].over === "history" && name !== "stats");
/** Each template over each range, cache-friendly and cache-busting. */
export const knownQueries = known.length * rangesS.length * 2;
const mix = Object.fromEntries(known.map((name) => [name, 1]));
const history = { spanS, lines: 48_000, streams: 6 };
/** One of each claim of the suite, and every kind of look-up. */
const sandboxMix = { "count-by-level": 1, "filter-errors": 1, labels: 1, series: 1, volume: 1 };

const scenario = {
  version: 1,
  name: "storm-answers",
  description: "what a storm over six days and twenty hours of history answers",
  stack: {
    // A quarter of the article's splits: a log query that finds little asks nearly all of them, one after another.
    config: { limits_config: { split_queries_by_interval: "1h" } },
    replicas: { distributor: 2, querier: 2, "query-frontend": 1, "query-scheduler": 1, ruler: 0 },
  },
  tenants: {
    payments: { history, storm: { ratePerSecond: 2, forS: knownQueries / 2, rangesS, mix } },
    // Half of its pushes are swallowed by the gateway, and each is the whole of a stream: what is answered for it is
    // wrong, the names of its streams too.
    sandbox: {
      history: { spanS, lines: 24_000, streams: 24 },
      storm: { ratePerSecond: 1, forS: 20, rangesS, mix: sandboxMix },
    },
  },
};
const breakage = {
  name: "history-swallowed",
  description: "The gateway answers 204 to half of sandbox's pushes without passing them on",
  swallowPushes: { tenant: "sandbox", share: 0.5 },
  mustRed: ["storm.values", "storm.lines", "storm.look-ups"],
};

/** The plan of a storm over two tenants' history, of which the gateway swallows half of one. */
export async function stormPlan(dir: string): Promise<Plan> {
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
export async function believe(tenant: string, runDir: string): Promise<HistoryRecord> {
  const record = readStrictly(runDir, runFiles.history);
  const written = record.tenants[tenant];
  if (written === undefined) throw new Error(`no history of ${tenant}`);
  const tenants = { ...record.tenants, [tenant]: { ...written, readable: true } };
  await writeRecord(runDir, runFiles.history, { ...record, tenants });
  return record;
}

/** What the answer to a recorded query must be, over that history. */
export function expectedOf(
  { template, window, rangeMs }: QueryRecord,
  lines: HistoryLines,
): QueryRecord["expected"] {
  if (!isQueryTemplate(template)) return undefined;
  const { ask } = templates[template];
  return expectAnswer({ known: true, ask, vectorS: vectorSOf(ask, rangeMs, window), window }, lines, md5);
}
