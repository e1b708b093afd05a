import exec from "k6/execution";
import http from "k6/http";
import type { Options } from "k6/options";
import type { StormFile } from "../lib/load/k6-files.ts";
import { type PlannedQuery, queryAt } from "../lib/load/query-mix.ts";
import { openModel, summaryOf } from "./open-model.ts";

export { beat } from "./beat.ts";

type StormScenario = StormFile["scenarios"][number];

const file: StormFile = JSON.parse(open(__ENV["LOAD_FILE"] ?? ""));
const scenarios: Record<string, StormScenario> = Object.fromEntries(
  file.scenarios.map((one) => [one.name, one]),
);

export const options: Options = openModel(file.scenarios, "query", file.timeoutMs);

/** One arrival: one query, and one line of record for it on the console. */
export function query(): void {
  const enteredMs = Date.now();
  const { name, iterationInTest: arrival, startTime: beganMs } = exec.scenario;
  const scenario = scenarios[name];
  if (scenario === undefined || arrival >= scenario.planned) return;
  const planned = queryAt({ ...scenario, runId: file.runId }, arrival, enteredMs);
  const startMs = Date.now();
  const before = exec.instance.currentTestRunDuration;
  const answer = http.get(urlOf(planned), {
    headers: {
      "X-Scope-OrgID": scenario.tenant,
      ...(planned.noCache ? { "Cache-Control": "no-cache" } : {}),
    },
    timeout: file.timeoutMs,
    responseType: "text",
  });
  const endMs = startMs + exec.instance.currentTestRunDuration - before;
  const { status } = answer;
  const seen = status === 200 ? read(planned, answer.body) : refused(answer.error || answer.body);
  const { template, query, rangeMs } = planned;
  const request = {
    scenario: name,
    arrival,
    beganMs,
    enteredMs,
    startMs,
    endMs,
    status,
    template,
    query,
    rangeMs,
  };
  console.log(JSON.stringify({ ...request, ...seen }));
}

function urlOf({ path, params }: PlannedQuery): string {
  const pairs = Object.entries(params).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${file.gatewayUrl}${path}?${pairs.join("&")}`;
}

interface Answer {
  readonly data?:
    | readonly unknown[]
    | {
        readonly result?: readonly { readonly values?: readonly (readonly [unknown, string])[] }[];
        readonly stats?: { readonly summary?: Readonly<Record<string, number>> };
      };
}

function refused(error: string): object {
  return { results: 0, error: error.slice(0, 300) };
}

/** What a 200 says: how many series, the sum of all values where it is expected, Loki's own statistics. */
function read(planned: PlannedQuery, body: string): object {
  let data: Answer["data"];
  try {
    const answer: Answer = JSON.parse(body);
    data = answer.data;
  } catch {
    return refused(`a 200 that is not JSON: ${body}`);
  }
  if (data === undefined) return refused(`a 200 without data: ${body}`);
  if (!("result" in data) || data.result === undefined)
    return { results: "length" in data ? data.length : 0 };
  const {
    splits,
    shards,
    totalBytesProcessed: bytesProcessed,
    queueTime: queueTimeS,
  } = data.stats?.summary ?? {};
  const seen = { results: data.result.length, splits, shards, bytesProcessed, queueTimeS };
  if (planned.expected === undefined) return seen;
  const points = data.result.flatMap((series) => series.values ?? []);
  return {
    ...seen,
    value: points.reduce((sum, [, value]) => sum + Number(value), 0),
    expected: planned.expected,
  };
}

export function handleSummary(summary: Parameters<typeof summaryOf>[1]): Record<string, string> {
  return { [__ENV["SUMMARY_FILE"] ?? ""]: JSON.stringify(summaryOf(file.scenarios, summary)) };
}
