import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, wallClock } from "../base/clock.ts";
import { describeError } from "../base/errors.ts";
import type { Progress } from "../base/log.ts";
import { push } from "../loki/push.ts";
import type { Plan } from "../scenario/plan.ts";
import type { Stack } from "../stack/stack.ts";
import { awaitHistory } from "./await-history.ts";
import { flushAndUpload } from "./flush.ts";
import { type HistoryRecord, historyFile } from "./history-record.ts";
import { lineSource } from "./lines.ts";
import { allowedBytesPerSecond } from "./offered-rate.ts";
import type { PushRecord } from "./request-record.ts";
import { appendLines } from "./save-records.ts";
import { type HistoryLayout, historyGeometry, historyLayout } from "./schedule.ts";
import { firstHistoryStream, streamLabels } from "./stream-labels.ts";

export interface HistoryOptions {
  readonly plan: Plan;
  readonly stack: Stack;
  readonly runDir: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly clock?: Clock;
}

const { linesPerPush } = historyGeometry;

/**
 * Writes the tenants' backdated data through the gateway, oldest first, appends a record of each push to pushes.jsonl,
 * and brings it into the object store, where alone queries look for it (older than `query_ingesters_within`). Leaves
 * records/history.json. Never throws for what Loki answers; a plan without history does nothing.
 */
export async function writeHistory(options: HistoryOptions): Promise<void> {
  const { plan, stack, runDir, signal, progress } = options;
  const nowMs = (options.clock ?? wallClock).now();
  const due = Object.entries(plan.tenants).flatMap(([tenant, { history }]) =>
    history === undefined ? [] : [{ tenant, layout: historyLayout(history, nowMs) }],
  );
  if (due.length === 0) return;
  progress.say(`writing the history of ${due.map(({ tenant }) => tenant).join(", ")}`);
  const written = await Promise.all(due.map(({ tenant, layout }) => writeTenant(tenant, layout, options)));
  const flush = await flushAndUpload(stack, signal, progress);
  if (flush.why !== undefined) progress.warn(`the history is not in the store: ${flush.why}`);
  const tenants = await Promise.all(
    written.map(async (one) => [one.tenant, await recordOf(one, flush.indexUploaded, options)] as const),
  );
  const record: HistoryRecord = { tenants: Object.fromEntries(tenants), flush };
  await writeFile(historyFile(runDir), `${JSON.stringify(record, null, 1)}\n`);
}

/** What became of a tenant's history; only what is in the store is worth waiting for. */
async function recordOf(
  { tenant, layout, acknowledged }: Written,
  stored: boolean,
  { plan, stack, signal, progress }: HistoryOptions,
): Promise<HistoryRecord["tenants"][string]> {
  if (!stored || !acknowledged) return { layout, acknowledged, readable: false };
  progress.say(`waiting until the history of ${tenant} is readable`);
  const why = await awaitHistory({ url: stack.gatewayUrl, runId: plan.runId, tenant, layout, signal });
  if (why !== undefined) progress.warn(`the history is not readable: ${why}`);
  return { layout, acknowledged, readable: why === undefined };
}

interface Written {
  readonly tenant: string;
  readonly layout: HistoryLayout;
  readonly acknowledged: boolean;
}

/** One tenant's streams, one push at a time, at half the rate it is allowed: a refusal would leave a hole. */
async function writeTenant(tenant: string, layout: HistoryLayout, options: HistoryOptions): Promise<Written> {
  const { runDir, signal, clock = wallClock, plan } = options;
  const bytesPerMs = allowedBytesPerSecond(plan, tenant) / 2 / 1000;
  const records: PushRecord[] = [];
  try {
    for (let first = 0; first < layout.linesPerStream; first += linesPerPush) {
      for (let stream = 0; stream < layout.streams; stream++) {
        const record = await pushPart(tenant, { layout, stream, first }, options);
        records.push(record);
        await clock.sleep(
          Math.max(0, record.lineBytes / bytesPerMs - (record.endMs - record.startMs)),
          signal,
        );
      }
    }
  } finally {
    await appendLines(join(runDir, "records", "pushes.jsonl"), records);
  }
  return { tenant, layout, acknowledged: records.every(({ status }) => status === 204) };
}

interface Part {
  readonly layout: HistoryLayout;
  readonly stream: number;
  /** Its first entry. */
  readonly first: number;
}

async function pushPart(
  tenant: string,
  { layout, stream: index, first }: Part,
  options: HistoryOptions,
): Promise<PushRecord> {
  const { plan, stack, signal, clock = wallClock } = options;
  const stream = firstHistoryStream + index;
  const { lineAt } = lineSource({ seed: plan.seed, tenant, stream }, historyGeometry);
  const lines = Math.min(linesPerPush, layout.linesPerStream - first);
  const startNs = BigInt(layout.startMs) * 1_000_000n + BigInt(first) * BigInt(layout.stepNs);
  const entries = Array.from({ length: lines }, (_, i) => ({
    timestampNs: String(startNs + BigInt(i) * BigInt(layout.stepNs)),
    line: lineAt(first + i),
  }));
  const labels = streamLabels(plan.runId, tenant, stream);
  const startMs = clock.now();
  const { status, error } = await attempt(
    () => push(stack.gatewayUrl, [{ labels, entries }], { tenant, signal }),
    signal,
  );
  return {
    kind: "history",
    tenant,
    stream,
    firstSequence: first,
    lines,
    lineBytes: entries.reduce((sum, entry) => sum + entry.line.length, 0),
    firstTimestampNs: String(startNs),
    stepNs: layout.stepNs,
    intendedMs: startMs,
    startMs,
    endMs: clock.now(),
    status,
    ...(error === undefined ? {} : { error }),
  };
}

/** No answer is an observation too: status 0, and it is not known what became of the push. */
async function attempt(
  send: () => Promise<{ readonly status: number; readonly body: string }>,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly error?: string }> {
  try {
    const { status, body } = await send();
    return status === 204 ? { status } : { status, error: body.slice(0, 300) };
  } catch (error) {
    signal.throwIfAborted();
    return { status: 0, error: describeError(error).slice(0, 300) };
  }
}
