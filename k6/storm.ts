import { md5 } from "k6/crypto";
import exec from "k6/execution";
import http from "k6/http";
import type { Options } from "k6/options";
import type { StormFile } from "../lib/generator/k6-files.ts";
import { type QueryPlanner, queryPlanner } from "../lib/storm/plan-queries.ts";
import type { PlannedQuery } from "../lib/storm/planned-query.ts";
import { readReply } from "../lib/storm/read-reply.ts";
import { openModel, summaryOf } from "./open-model.ts";

export { beat } from "./beat.ts";

type StormScenario = StormFile["scenarios"][number] & { readonly planAt: QueryPlanner };

const file: StormFile = JSON.parse(open(__ENV["LOAD_FILE"] ?? ""));
const scenarios: Record<string, StormScenario> = Object.fromEntries(
  file.scenarios.map((one) => [one.name, { ...one, planAt: queryPlanner({ ...one, runId: file.runId }) }]),
);

export const options: Options = openModel(file.scenarios, { exec: "query", ...file });

/** Sends one query for each arrival of the storm, and logs one record of the query. */
export function query(): void {
  const enteredMs = Date.now();
  const { name, iterationInTest: arrival, startTime: beganMs } = exec.scenario;
  const scenario = scenarios[name];
  if (scenario === undefined || arrival >= scenario.planned) return;
  const planned = scenario.planAt(arrival, enteredMs);
  const startMs = Date.now();
  const before = exec.instance.currentTestRunDuration;
  const reply = http.get(urlOf(planned), {
    headers: {
      "X-Scope-OrgID": scenario.tenant,
      ...(planned.cache === "busting" ? { "Cache-Control": "no-cache" } : {}),
    },
    timeout: file.timeoutMs,
    responseType: "text",
  });
  const endMs = startMs + exec.instance.currentTestRunDuration - before;
  const { status } = reply;
  const refused = { results: 0, error: (reply.error || reply.body).slice(0, 300) };
  const seen = status === 200 ? readReply(planned, reply.body, (text) => md5(text, "hex")) : refused;
  console.log(
    JSON.stringify({ scenario: name, arrival, beganMs, enteredMs, startMs, endMs, status, ...seen }),
  );
}

function urlOf({ path, params }: PlannedQuery): string {
  const pairs = Object.entries(params).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${file.gatewayUrl}${path}?${pairs.join("&")}`;
}

export function handleSummary(summary: Parameters<typeof summaryOf>[1]): Record<string, string> {
  return { [__ENV["SUMMARY_FILE"] ?? ""]: JSON.stringify(summaryOf(file.scenarios, summary)) };
}
