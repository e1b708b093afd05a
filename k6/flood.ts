import exec from "k6/execution";
import http from "k6/http";
import type { Options } from "k6/options";
import { type FloodLane, type PushPlace, placesOf } from "../lib/load/flood-lanes.ts";
import type { FloodFile } from "../lib/load/k6-files.ts";
import { lineSource } from "../lib/load/lines.ts";
import { furtherLabels, streamLabels } from "../lib/load/stream-labels.ts";
import { json } from "./format/json.ts";
import type { Encoder, Push } from "./format/push.ts";
import { openModel, summaryOf } from "./open-model.ts";

export { beat } from "./beat.ts";

const file: FloodFile = JSON.parse(open(__ENV["LOAD_FILE"] ?? ""));
const lanes = new Map(file.scenarios.map((lane) => [lane.name, { lane, placeOf: placesOf(lane) }]));
const encoders: Readonly<Record<FloodLane["format"], Encoder>> = { json };

export const options: Options = openModel(file.scenarios, "push", file.timeoutMs);

/** What stands of a push until its answer is known: k6, or its machine, may be gone before. */
const unanswered = { status: 0, error: "the generator ended before an answer came" };

/**
 * One arrival: one push of one stream. It leaves a line on the console before it is sent and another when it is
 * answered; the last one counts. So no push that may have reached Loki is without a record.
 */
export function push(): void {
  const enteredMs = Date.now();
  const { name, iterationInTest: arrival, startTime: beganMs } = exec.scenario;
  const own = lanes.get(name);
  if (own === undefined || arrival >= own.lane.planned) return;
  const place = own.placeOf(arrival);
  const { body, contentType, lineBytes } = encoders[own.lane.format](pushAt(own.lane, place, beganMs));
  const startMs = Date.now();
  const sent = { scenario: name, arrival, beganMs, enteredMs, startMs, lineBytes };
  console.log(JSON.stringify({ ...sent, endMs: startMs, ...unanswered }));
  const before = exec.instance.currentTestRunDuration;
  const answer = http.post(`${file.gatewayUrl}/loki/api/v1/push`, body, {
    headers: { "Content-Type": contentType, "X-Scope-OrgID": place.tenant },
    timeout: file.timeoutMs,
    responseType: "text",
  });
  const endMs = startMs + exec.instance.currentTestRunDuration - before;
  const error = answer.status === 204 ? undefined : (answer.error || answer.body).slice(0, 300);
  const { status } = answer;
  console.log(JSON.stringify({ ...sent, endMs, status, error }));
}

function pushAt(lane: FloodLane, place: PushPlace, beganMs: number): Push {
  const { tenant, stream, firstSequence, dueNs } = place;
  const { linesPerPush: lines, stepNs, lineBytes } = lane;
  const first = { ms: beganMs + (dueNs - (dueNs % 1e6)) / 1e6, ns: dueNs % 1e6 };
  const source = lineSource({ seed: file.seed, tenant, stream }, { lineBytes, linesPerPush: lines });
  const labels = { ...streamLabels(file.runId, tenant, stream), ...furtherLabels(stream, lane.labels) };
  return { labels, firstSequence, lines, source, first, stepNs };
}

export function handleSummary(summary: Parameters<typeof summaryOf>[1]): Record<string, string> {
  return { [__ENV["SUMMARY_FILE"] ?? ""]: JSON.stringify(summaryOf(file.scenarios, summary)) };
}
