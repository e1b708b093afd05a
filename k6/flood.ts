import exec from "k6/execution";
import http from "k6/http";
import type { Options } from "k6/options";
import type { FloodFile } from "../lib/generator/k6-files.ts";
import { type FloodLane, type PushPlace, placesOf } from "../lib/traffic/flood-lanes.ts";
import { pushSecond, variantOf } from "../lib/traffic/line-geometry.ts";
import { lineFormatOf, lineId } from "../lib/traffic/line-id.ts";
import { furtherLabels, streamLabels } from "../lib/traffic/stream-labels.ts";
import { openEncoders } from "./format/encoders.ts";
import type { Push } from "./format/push.ts";
import { openModel, summaryOf } from "./open-model.ts";

export { beat } from "./beat.ts";

const file: FloodFile = JSON.parse(open(__ENV["LOAD_FILE"] ?? ""));
const lanes = new Map(file.scenarios.map((lane) => [lane.name, { lane, placeOf: placesOf(lane) }]));
const encoders = await openEncoders(file.scenarios, file.families);

export const options: Options = openModel(file.scenarios, { exec: "push", ...file });

/** The recorded result of a push until Loki's answer arrives. It stays on record if k6 or its machine dies first. */
const unanswered = { status: 0, error: "the generator ended before an answer came" };

/**
 * k6's execution objects, cached because k6 creates them again on each access. Their properties are always up to date.
 */
let told: Pick<typeof exec, "scenario" | "instance"> | undefined;

/**
 * Sends one push of one stream for each arrival. Logs one line before sending the push and another line after the
 * answer; the later line counts. So every push that might have reached Loki is on record.
 */
export async function push(): Promise<void> {
  const enteredMs = Date.now();
  told ??= { scenario: exec.scenario, instance: exec.instance };
  const { scenario, instance } = told;
  const { name, iterationInTest: arrival, startTime: beganMs } = scenario;
  const own = lanes.get(name);
  const encoder = encoders.get(name);
  if (own === undefined || encoder === undefined || arrival >= own.lane.planned) return;
  const place = own.placeOf(arrival);
  const { path, contentType, compression } = encoder;
  const one = pushAt(own.lane, place, enteredMs);
  const loading = encoder.load(one);
  // Avoids a promise for most small pushes, because promises are slow in k6.
  if (loading !== undefined) await loading;
  const { body, lineBytes } = encoder.encode(one);
  const startMs = Date.now();
  const sent = { scenario: name, arrival, beganMs, enteredMs, startMs, lineBytes };
  console.log(JSON.stringify({ ...sent, endMs: startMs, ...unanswered }));
  const before = instance.currentTestRunDuration;
  const answer = http.post(`${file.gatewayUrl}${path}`, body, {
    headers: { "Content-Type": contentType, "X-Scope-OrgID": place.tenant },
    timeout: file.timeoutMs,
    responseType: "text",
    ...(compression === undefined ? {} : { compression }),
  });
  const endMs = startMs + instance.currentTestRunDuration - before;
  if (answer.status !== 204) encoder.abandon();
  const error = answer.status === 204 ? undefined : (answer.error || answer.body).slice(0, 300);
  const { status } = answer;
  console.log(JSON.stringify({ ...sent, endMs, status, error }));
}

function pushAt(lane: FloodLane, place: PushPlace, enteredMs: number): Push {
  const { tenant, stream, firstSequence } = place;
  const number = Math.floor(firstSequence / lane.linesPerPush);
  return {
    streamKey: `${stream}/${tenant}`,
    labels: () => ({ ...streamLabels(file.runId, tenant, stream), ...furtherLabels(stream, lane.labels) }),
    lineFormat: lineFormatOf(stream),
    variant: variantOf(number, lane),
    id: lineId({ seed: file.seed, tenant, stream }, number),
    seconds: pushSecond(enteredMs),
  };
}

export function handleSummary(summary: Parameters<typeof summaryOf>[1]): Record<string, string> {
  return { [__ENV["SUMMARY_FILE"] ?? ""]: JSON.stringify(summaryOf(file.scenarios, summary)) };
}
