import type { QueryRecord } from "../run-folder/request-record.ts";
import type { Answer } from "../storm/answer.ts";
import { expectAnswer } from "../storm/expect-answer.ts";
import { expectLostMoment } from "../storm/expect-lost-moment.ts";
import { HistoryLines } from "../storm/history-lines.ts";
import { md5 } from "../storm/md5.ts";
import { queryPlanner } from "../storm/plan-queries.ts";
import type { PlannedQuery } from "../storm/planned-query.ts";
import type { StormFile } from "./k6-files.ts";
import type { K6Query } from "./k6-output.ts";

type Seen = K6Query & { readonly intendedMs: number };
type StormScenario = StormFile["scenarios"][number];

interface Expected {
  readonly expected?: Answer | undefined;
  readonly otherwise?: Answer | undefined;
}

/**
 * Returns a function that turns k6's lines of one tenant's storm into records. The function plans each query again to
 * add the query's text, and adds the expected answer if the seed predicts one.
 */
export function queryRecorder(
  { seed, runId }: Pick<StormFile, "seed" | "runId">,
  scenario: StormScenario,
): (seen: Seen) => QueryRecord {
  const planAt = queryPlanner({ ...scenario, runId });
  const { tenant, history, lokiVersion } = scenario;
  const lines =
    history === undefined ? undefined : new HistoryLines({ seed, tenant, lokiVersion, ...history });
  const expect = expecting(lines, scenario.splitIntervalMs);
  return ({ arrival, enteredMs, answer, ...rest }) => {
    const { scenario: _, beganMs: __, ...seen } = rest;
    const planned = planAt(arrival, enteredMs);
    const { template, endpoint, query, rangeMs, window, cache } = planned;
    const { expected, otherwise } = expect(planned);
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
      ...(otherwise === undefined ? {} : { otherwise }),
    };
  };
}

/**
 * Returns a function that computes expected answers. Cache-friendly queries repeat, so each answer is computed once.
 */
function expecting(
  lines: HistoryLines | undefined,
  splitIntervalMs: number,
): (planned: PlannedQuery) => Expected {
  const before = new Map<string, Expected>();
  return (planned) => {
    if (lines === undefined) return {};
    const key = JSON.stringify([planned.template, planned.window, planned.vectorS]);
    const known = before.get(key) ?? {
      expected: expectAnswer(planned, lines, md5),
      otherwise: expectLostMoment(planned, lines, { digest: md5, splitIntervalMs }),
    };
    before.set(key, known);
    return known;
  };
}
