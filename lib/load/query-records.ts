import { createHash } from "node:crypto";
import type { StormFile } from "./k6-files.ts";
import type { K6Query } from "./k6-output.ts";
import type { Answer } from "./query-mix/answer.ts";
import { expectAnswer } from "./query-mix/expect-answer.ts";
import { HistoryLines } from "./query-mix/history-lines.ts";
import { queryPlanner } from "./query-mix/plan-queries.ts";
import type { PlannedQuery } from "./query-mix/planned-query.ts";
import type { QueryRecord } from "./request-record.ts";

/** The digest of answers in Node; k6/crypto gives the same. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

type Seen = K6Query & { readonly intendedMs: number };
type StormScenario = StormFile["scenarios"][number];

/**
 * Makes the records of one tenant's storm of what k6 saw: each with the query that it asked, planned again, and with
 * the answer that the seed expects, where it knows it.
 */
export function queryRecorder(
  { seed, runId }: Pick<StormFile, "seed" | "runId">,
  scenario: StormScenario,
): (seen: Seen) => QueryRecord {
  const planAt = queryPlanner({ ...scenario, runId });
  const { tenant, history } = scenario;
  const lines = history === undefined ? undefined : new HistoryLines({ seed, tenant, ...history });
  const expect = expecting(lines);
  return ({ arrival, enteredMs, answer, ...rest }) => {
    const { scenario: _, beganMs: __, ...seen } = rest;
    const planned = planAt(arrival, enteredMs);
    const { template, endpoint, query, rangeMs, window, cache } = planned;
    const expected = expect(planned);
    return {
      tenant,
      template,
      endpoint,
      query,
      rangeMs,
      window,
      cache,
      ...seen,
      ...(expected === undefined ? {} : { expected, ...(answer === undefined ? {} : { answer }) }),
    };
  };
}

/** Cache-friendly queries are asked again and again: each is worked out once. */
function expecting(lines: HistoryLines | undefined): (planned: PlannedQuery) => Answer | undefined {
  const before = new Map<string, Answer | undefined>();
  return (planned) => {
    if (lines === undefined) return undefined;
    const key = JSON.stringify([planned.template, planned.window, planned.vectorS]);
    if (!before.has(key)) before.set(key, expectAnswer(planned, lines, md5));
    return before.get(key);
  };
}
