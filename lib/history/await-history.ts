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
 * Timeout, longer than a new index file takes to become visible. An index gateway that knows a day looks for its new
 * files every `resync_interval`. It looks in a list of the bucket that may be a minute old
 * (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8).
 */
const timeoutMs = 75_000;
/**
 * Number of complete counts in a row after which no index gateway lacks a part of the history. Each count asks an
 * arbitrary gateway for each part of the span.
 */
const timesInARow = 3;
/** Timeout of one query. A query without an answer by then says nothing about the history, so another is sent. */
const answerMs = 5_000;

/**
 * Waits until the tenant's complete history can be read through the gateway, bypassing caches. From then on every
 * count of it must be exact. Returns undefined, or the last observation if that did not happen in time. Returns at
 * once if there are too many lines, because they never become fewer.
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
