import pLimit from "p-limit";
import { z } from "zod";
import { poll } from "../../base/poll.ts";
import { type QueryAnswer, query } from "../../loki/query.ts";
import type { PushRecord } from "../../run-folder/request-record.ts";
import { podOf, runSelector } from "../../traffic/stream-labels.ts";
import { ledgerOf, reconcile } from "./ledger.ts";

/** The line counts of one tenant and kind of push, as one reader got them. */
export const tenantCounts = z.strictObject({
  tenant: z.string(),
  kind: z.enum(["flood", "history"]),
  query: z.string(),
  status: z.int(),
  /** Loki's message if it did not answer the count with 200. */
  error: z.string().optional(),
  streams: z.array(z.strictObject({ stream: z.int(), lines: z.int() })),
  /** Pod labels that no push used, and how many lines were counted under each. */
  strange: z.array(z.strictObject({ pod: z.string(), lines: z.int() })),
  waitedMs: z.number(),
});
export type TenantCounts = z.infer<typeof tenantCounts>;

export interface CountOptions {
  /** The base URL that is queried: the gateway or a store reader. */
  readonly url: string;
  readonly runId: string;
  /**
   * When to stop querying. "answer" records the first 200, for data that must be readable immediately. "complete"
   * repeats the query while lines are missing, for data whose index might not be uploaded yet. Both retry after errors
   * and record the last answer.
   */
  readonly until: "answer" | "complete";
  /**
   * The counts of an earlier reader for the same pushes. Once this reader has counted as many lines, it stops waiting
   * for more.
   */
  readonly found?: readonly TenantCounts[] | undefined;
  /** The time limit for counting all tenants together; default: 30 s. A tenant counted late still gets 10 s. */
  readonly patienceMs?: number | undefined;
  readonly signal: AbortSignal;
}

const defaultPatienceMs = 30_000;
const answerMs = 10_000;
/**
 * The number of tenants whose lines are counted at the same time. Counting a thousand tenants one after another would
 * take minutes.
 */
const atOnce = 8;

/**
 * Counts the lines of every tenant and kind that was pushed, by stream, without using any cache. The queried time range
 * covers exactly the timestamps of all pushes.
 */
export async function readCounts(
  pushes: readonly PushRecord[],
  options: CountOptions,
): Promise<readonly TenantCounts[]> {
  const groups = Map.groupBy(pushes, ({ tenant, kind }) => JSON.stringify([tenant, kind]));
  const deadlineMs = performance.now() + (options.patienceMs ?? defaultPatienceMs);
  const limit = pLimit(atOnce);
  return Promise.all(
    [...groups.values()].map((group) => limit(() => countGroup(group, { ...options, deadlineMs }))),
  );
}

interface CountGroupOptions extends CountOptions {
  /** The time at which counting ends, on the clock of performance.now(). */
  readonly deadlineMs: number;
}

async function countGroup(pushes: readonly PushRecord[], options: CountGroupOptions): Promise<TenantCounts> {
  const { tenant = "", kind = "flood" } = pushes[0] ?? {};
  const ledger = ledgerOf(pushes);
  const found = options.found?.find((one) => one.tenant === tenant && one.kind === kind);
  const { fromMs, toMs } = windowOf(pushes);
  const selector = runSelector(options.runId, `source="${kind}"`);
  const logql = `sum by (pod) (count_over_time(${selector}[${toMs - fromMs}ms]))`;
  const timeNs = `${toMs}000000`;
  const ask = (signal: AbortSignal): Promise<QueryAnswer> =>
    query(options.url, { tenant, query: logql, timeNs, noCache: true, signal });
  const settled = (answer: QueryAnswer): boolean => {
    const streams = countsOf(answer, pushes).streams.map((one) => ({ tenant, ...one }));
    const lacking = reconcile(ledger, streams).some(({ missing }) => missing > 0);
    return answer.status === 200 && (options.until === "answer" || !lacking || asMuchAs(found, streams));
  };
  const polled = await poll(ask, settled, {
    timeoutMs: Math.max(answerMs, options.deadlineMs - performance.now()),
    intervalMs: 1000,
    signal: options.signal,
  });
  const answer = polled.last ?? { status: 0, body: polled.lastError ?? "no answer" };
  const error = answer.status === 200 ? {} : { error: answer.body.slice(0, 300) };
  const { status } = answer;
  return {
    tenant,
    kind,
    query: logql,
    status,
    ...error,
    ...countsOf(answer, pushes),
    waitedMs: polled.waitedMs,
  };
}

function asMuchAs(found: TenantCounts | undefined, streams: TenantCounts["streams"]): boolean {
  if (found?.status !== 200) return false;
  const lines = new Map(streams.map((one) => [one.stream, one.lines]));
  return found.streams.every((one) => (lines.get(one.stream) ?? 0) >= one.lines);
}

/**
 * Returns a time range that covers all pushed entries, from a millisecond before the first to one after the last. A
 * range vector evaluated at `to` covers (from, to].
 */
export function windowOf(pushes: readonly PushRecord[]): { readonly fromMs: number; readonly toMs: number } {
  const firsts = pushes.map(({ firstTimestampNs }) => BigInt(firstTimestampNs));
  const lasts = pushes.map(
    (push) => BigInt(push.firstTimestampNs) + BigInt(push.stepNs) * BigInt(push.lines - 1),
  );
  const from = firsts.reduce((least, one) => (one < least ? one : least));
  const to = lasts.reduce((most, one) => (one > most ? one : most));
  return { fromMs: Number(from / 1_000_000n) - 1, toMs: Number(to / 1_000_000n) + 1 };
}

function countsOf(
  { data }: QueryAnswer,
  pushes: readonly PushRecord[],
): Pick<TenantCounts, "streams" | "strange"> {
  const streamOf = new Map(pushes.map(({ stream }) => [podOf(stream), stream]));
  const series = data?.resultType === "vector" ? data.result : [];
  const counted = series.map(({ metric, value: [, count] }) => ({
    pod: metric["pod"] ?? "",
    lines: Number(count),
  }));
  return {
    streams: counted.flatMap(({ pod, lines }) => {
      const stream = streamOf.get(pod);
      return stream === undefined ? [] : [{ stream, lines }];
    }),
    strange: counted.filter(({ pod }) => !streamOf.has(pod)),
  };
}
