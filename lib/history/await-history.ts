import { poll } from "../base/poll.ts";
import { query } from "../loki/query.ts";
import { runSelector } from "../traffic/stream-labels.ts";
import { type HistoryLayout, historyEndMs } from "./history-layout.ts";

export interface AwaitHistoryOptions {
  readonly url: string;
  readonly runId: string;
  readonly tenant: string;
  readonly layout: HistoryLayout;
  readonly signal: AbortSignal;
}

/**
 * An index gateway that knows a day already looks for new index files of it every `resync_interval`, in a list of the
 * bucket that may be a minute old (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8).
 */
const timeoutMs = 75_000;
/** Each count asks some gateway for each part of the span: so often in a row, and no gateway lacks a part. */
const timesInARow = 3;
/** A query without an answer by then says nothing of the history, complete or not: another is asked. */
const answerMs = 5_000;

/**
 * Waits until the tenant's history is read completely through the gateway, past caches: from then on every count of it
 * must be exact. Returns undefined, or the last thing seen when that did not come about in time; more lines than were
 * written will not become fewer, and are not waited for.
 */
export async function awaitHistory({
  url,
  layout,
  ...options
}: AwaitHistoryOptions): Promise<string | undefined> {
  const { startMs, linesPerStream, streams } = layout;
  const endMs = historyEndMs(layout);
  const selector = runSelector(options.runId, 'source="history"');
  const logql = `sum(count_over_time(${selector}[${endMs - startMs + 1}ms]))`;
  const expected = streams * linesPerStream;
  let inARow = 0;
  const { settled, last, lastError } = await poll(
    async (polling) => {
      const signal = AbortSignal.any([polling, AbortSignal.timeout(answerMs)]);
      const answer = await query(url, {
        tenant: options.tenant,
        query: logql,
        timeNs: `${endMs}000000`,
        noCache: true,
        signal,
      });
      const [series] = answer.data?.resultType === "vector" ? answer.data.result : [];
      const seen =
        answer.status === 200 ? `${series?.value[1] ?? 0}` : `${answer.status} ${answer.body.slice(0, 200)}`;
      inARow = seen === String(expected) ? inARow + 1 : 0;
      return seen;
    },
    (seen) => inARow >= timesInARow || Number(seen) > expected,
    { timeoutMs, intervalMs: 500, signal: options.signal },
  );
  return settled && last === String(expected)
    ? undefined
    : `${options.tenant}: expected ${expected} lines, read ${last ?? lastError ?? "nothing"}`;
}
