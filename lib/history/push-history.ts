import pLimit from "p-limit";
import { type Clock, wallClock } from "../base/clock.ts";
import { describeError } from "../base/errors.ts";
import { sendPush } from "../loki/push-body.ts";
import { fateOf } from "../loki/push-fate.ts";
import { protobufPush } from "../loki/push-protobuf.ts";
import type { Plan } from "../plan/plan.ts";
import { allowedBytesPerSecond, streamRateBytes } from "../promises/ingestion.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { appendLines } from "../run-folder/write-run.ts";
import { lineSource } from "../traffic/lines.ts";
import { firstHistoryStream, streamLabels } from "../traffic/stream-labels.ts";
import { entryNs, type HistoryLayout, historyGeometry } from "./history-layout.ts";
import { pace } from "./pace.ts";

export interface PushHistoryOptions {
  readonly plan: Plan;
  readonly gatewayUrl: string;
  readonly runDir: string;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

export interface PushedHistory {
  readonly tenant: string;
  readonly layout: HistoryLayout;
  readonly acknowledgedLines: number;
  /** True if Loki acknowledged every push of the tenant's backdated data. */
  readonly acknowledged: boolean;
}

const { linesPerPush } = historyGeometry;
/**
 * Number of streams of backdated data that are written at a time. The pushes of one stream follow one another, because
 * a stream takes its entries oldest first.
 */
const streamsAtATime = 8;
/**
 * Share of the tenant's rate limit that pushes of backdated data use. Loki counts structured metadata too, and each
 * distributor permits only its part of the limit.
 */
const share = 0.8;
/**
 * Wait after Loki refused a push. However pushes are spread, a distributor accepts a refused push again once its part
 * of the rate has accrued.
 */
const refusedWaitMs = 1_000;
const mostTries = 8;

/** Writes one tenant's backdated data through the gateway, and appends a record of each push to pushes.jsonl. */
export async function pushHistory(
  tenant: string,
  layout: HistoryLayout,
  options: PushHistoryOptions,
): Promise<PushedHistory> {
  const { plan, runDir, signal, clock = wallClock } = options;
  const lanes = Math.min(streamsAtATime, layout.streams);
  const rate = Math.min(allowedBytesPerSecond(plan, tenant), lanes * streamRateBytes(plan, tenant));
  const turn = pace((rate * share) / 1000, clock);
  const records: PushRecord[] = [];
  const writeStream = async (stream: number): Promise<void> => {
    for (let first = 0; first < layout.linesPerStream; first += linesPerPush) {
      const part = partOf(plan, tenant, { layout, stream, first });
      for (let tries = 1; tries <= mostTries; tries++) {
        await turn(part.lineBytes, signal);
        const record = await send(part, { ...options, clock });
        records.push(record);
        // Only a refused push is safe to send again: no ingester has seen it, so no line can be written twice.
        if (fateOf(record.status, record.error) !== "refused") break;
        await clock.sleep(refusedWaitMs, signal);
      }
    }
  };
  const limit = pLimit(lanes);
  try {
    await Promise.all(
      Array.from({ length: layout.streams }, (_, stream) => limit(() => writeStream(stream))),
    );
  } finally {
    limit.clearQueue();
    await appendLines(runDir, runFiles.pushes, records);
  }
  const good = records.filter(({ status }) => status === 204);
  const acknowledgedLines = good.reduce((sum, { lines }) => sum + lines, 0);
  const acknowledged = acknowledgedLines === layout.streams * layout.linesPerStream;
  return { tenant, layout, acknowledgedLines, acknowledged };
}

/** One push, and the part of the push's record that is known before sending. */
interface Part {
  readonly body: ReturnType<typeof protobufPush>;
  readonly lineBytes: number;
  readonly carried: Pick<
    PushRecord,
    "kind" | "tenant" | "stream" | "firstSequence" | "lines" | "lineBytes" | "firstTimestampNs" | "stepNs"
  >;
}

function partOf(
  { seed, runId }: Plan,
  tenant: string,
  {
    layout,
    stream: index,
    first,
  }: { readonly layout: HistoryLayout; readonly stream: number; readonly first: number },
): Part {
  const stream = firstHistoryStream + index;
  const { lineAt } = lineSource({ seed, tenant, stream }, historyGeometry);
  const lines = Math.min(linesPerPush, layout.linesPerStream - first);
  const entries = Array.from({ length: lines }, (_, i) => ({
    timestampNs: entryNs(layout, index, first + i),
    line: lineAt(first + i),
  }));
  const lineBytes = entries.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
  const firstTimestampNs = entryNs(layout, index, first);
  const { stepNs } = layout;
  return {
    body: protobufPush([{ labels: streamLabels(runId, tenant, stream), entries }]),
    lineBytes,
    carried: {
      kind: "history",
      tenant,
      stream,
      firstSequence: first,
      lines,
      lineBytes,
      firstTimestampNs,
      stepNs,
    },
  };
}

/** Sends a push. If no answer comes, the push's record has status 0, and whether Loki stored the push is unknown. */
async function send(
  { body, carried }: Part,
  { gatewayUrl, signal, clock }: PushHistoryOptions & { readonly clock: Clock },
): Promise<PushRecord> {
  const startMs = clock.now();
  const ended = (seen: Pick<PushRecord, "status" | "error">): PushRecord => {
    return { ...carried, intendedMs: startMs, startMs, endMs: clock.now(), ...seen };
  };
  try {
    const { status, body: words } = await sendPush(gatewayUrl, body, { tenant: carried.tenant, signal });
    return ended(status === 204 ? { status } : { status, error: words.slice(0, 300) });
  } catch (error) {
    signal.throwIfAborted();
    return ended({ status: 0, error: describeError(error).slice(0, 300) });
  }
}
