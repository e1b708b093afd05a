import { z } from "zod";
import type { JsonObject } from "../../base/json.ts";
import { type QueryAnswer, type QueryRangeOptions, queryRange } from "../../loki/query.ts";
import { type Attempt, attempt, attemptPush, linesOf, type Target, timed } from "./attempt.ts";
import { statedDurationMs, statedNumber } from "./stated-limit.ts";

export const queriesTenant = "lokiproof-queries";

const pair = z.strictObject({ within: attempt, beyond: attempt });
export const queryTries = z.strictObject({
  data: attempt.describe("the push of what is queried"),
  length: pair,
  series: pair,
  entries: pair,
});
export type QueryTries = z.infer<typeof queryTries>;

const linesPerStream = 3;

/**
 * Writes one stream more than a query is permitted to return. Then sends queries exactly at each limit and queries just
 * beyond it.
 */
export async function tryQueries(target: Target, limits: JsonObject, token: string): Promise<QueryTries> {
  const series = statedNumber(limits, "max_query_series");
  const entries = statedNumber(limits, "max_entries_limit_per_query");
  const lengthMs = statedDurationMs(limits, "max_query_length");
  const nowMs = Math.trunc(target.clock.now());
  const streams = Array.from({ length: series + 1 }, (_, n) =>
    linesOf(
      { probe: "limits", token, n: String(n) },
      { count: linesPerStream, lineBytes: 40, firstMs: nowMs },
    ),
  );
  const data = await attemptPush(target, streams);
  const ask = asker(target, nowMs);
  const all = `{probe="limits", token="${token}"}`;
  const counted = (matching: string): string =>
    `sum by (n) (count_over_time({probe="limits", token="${token}", n=~"${matching}"}[1m]))`;
  const few = `[0-${series - 1}]`;
  const metric = { lengthMs: 60_000, stepS: 60 };
  const [length, seriesPair, entriesPair] = await Promise.all([
    both(ask, { query: all, lengthMs }, { query: all, lengthMs: lengthMs + 1000 }),
    both(ask, { query: counted(few), ...metric }, { query: counted("[0-9]+"), ...metric }),
    both(
      ask,
      { query: all, limit: entries, lengthMs: 60_000 },
      { query: all, limit: entries + 1, lengthMs: 60_000 },
    ),
  ]);
  return { data, length, series: seriesPair, entries: entriesPair };
}

interface Question {
  readonly query: string;
  readonly lengthMs: number;
  readonly limit?: number;
  readonly stepS?: number;
}
type Asker = (question: Question) => Promise<Attempt>;

async function both(ask: Asker, within: Question, beyond: Question): Promise<z.infer<typeof pair>> {
  return { within: await ask(within), beyond: await ask(beyond) };
}

/**
 * Returns a function that queries a time range ending a second after the written lines. A query with steps ends at the
 * next full step, because a frontend might move its end back to a full step (the chart sets `align_queries_with_step`).
 */
function asker(target: Target, nowMs: number): Asker {
  const { url, tenant, signal } = target;
  return ({ query, lengthMs, limit, stepS }) => {
    const stepMs = (stepS ?? 0.001) * 1000;
    const endMs = Math.ceil((nowMs + 1000) / stepMs) * stepMs;
    const range: QueryRangeOptions = {
      tenant,
      query,
      signal,
      noCache: true,
      limit: limit ?? 1,
      stepS: stepS ?? 60,
      startNs: `${endMs - lengthMs}000000`,
      endNs: `${endMs}000000`,
    };
    return timed(async () => withResults(await queryRange(url, range)), target);
  };
}

function withResults(answer: QueryAnswer): { status: number; body: string; results?: number } {
  const { status, body, data } = answer;
  if (data === undefined) return { status, body };
  if (data.resultType !== "streams") return { status, body, results: data.result.length };
  return { status, body, results: data.result.reduce((sum, { values }) => sum + values.length, 0) };
}
