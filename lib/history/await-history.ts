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
 * Timeout for backdated data to become readable, longer than a new index file takes to become visible. An index gateway
 * that serves a day looks for new index files of that day every `resync_interval`. Its list of the S3 bucket's objects
 * can be a minute old (pkg/storage/stores/shipper/indexshipper/storage/cached_client.go, 3.7.8).
 */
const timeoutMs = 75_000;
/**
 * Number of complete counts in a row after which no index gateway lacks a part of the backdated data. Each count
 * queries an arbitrary gateway for each part of the time span.
 */
const timesInARow = 3;
/** Timeout of one query of the backdated data. If a query has no answer by then, another is sent. */
const answerMs = 5_000;

/**
 * Waits until the tenant's backdated data can be read completely through the gateway, bypassing caches. From then on
 * every count of this data must be exact. Returns undefined, or the last observation if the data was not readable in
 * time. Returns at once if there are too many lines, because lines never become fewer.
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
