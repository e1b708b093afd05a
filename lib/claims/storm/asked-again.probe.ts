import { z } from "zod";
import { attempt } from "../../loki/attempt.ts";
import { http } from "../../loki/http.ts";
import { isQueryTemplate } from "../../plan/query-templates.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { readLinesStrictly } from "../../run-folder/read-strictly.ts";
import type { QueryRecord } from "../../run-folder/request-record.ts";
import { runFiles } from "../../run-folder/run-files.ts";
import { isWrong } from "../../storm/judge-answers.ts";
import { md5 } from "../../storm/md5.ts";
import { requestOf } from "../../storm/plan-queries.ts";
import { vectorSOf } from "../../storm/planned-query.ts";
import { reduceAnswer } from "../../storm/reduce-answer.ts";
import { templates } from "../../storm/templates.ts";

const said = z.enum(["right", "wrong as before", "wrong in another way", "no answer"]);
type Said = z.infer<typeof said>;

const askedAgain = z.array(
  z.strictObject({
    /** The query as it was sent during the load: its tenant, LogQL and time range. */
    query: z.string(),
    /** How the repeated answers compare with the first one: with caches (cached) and without caches (uncached). */
    cached: said,
    uncached: said,
  }),
);

const mostAsked = 3;
const answerMs = 10_000;

/** Returns a name that is unique to this query within the storm. */
export function nameOf({ tenant, query, window }: QueryRecord): string {
  return `${tenant} ${window.startMs}-${window.endMs}/${window.stepS} ${query}`;
}

/**
 * Repeats queries that were answered wrongly during the load, with caches and without them. Shows whether the error was
 * temporary, came from a cache, or persists. Does not change any outcome, because the first answer was wrong anyway.
 */
export const askedAgainProbe: Probe<z.infer<typeof askedAgain>> = {
  id: "storm.asked-again",
  phase: "after",
  record: askedAgain,
  timeoutMs: 2 * mostAsked * answerMs + 5_000,
  planned: ({ tenants }) => Object.values(tenants).some(({ storm }) => storm !== undefined),
  async observe(context, signal) {
    const asked = readLinesStrictly(context.runDir, runFiles.queries);
    const wrong = asked.filter((one) => one.status === 200 && isWrong(one));
    const again: z.infer<typeof askedAgain> = [];
    for (const one of new Map(wrong.map((each) => [nameOf(each), each])).values().take(mostAsked)) {
      const cached = await askAgain(one, context, { headers: {}, signal });
      const uncached = await askAgain(one, context, { headers: { "Cache-Control": "no-cache" }, signal });
      again.push({ query: nameOf(one), cached, uncached });
    }
    return again;
  },
};

async function askAgain(
  before: QueryRecord,
  { stack }: ProbeContext,
  { headers, signal }: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<Said> {
  const { tenant, template, query, window, rangeMs } = before;
  if (!isQueryTemplate(template)) return "no answer";
  const { ask } = templates[template];
  const { path, params } = requestOf(ask, query, window);
  const answer = await attempt(
    (within) => http(`${stack.gatewayUrl}${path}`, { tenant, query: params, headers, signal: within }),
    { timeoutMs: answerMs, signal },
  );
  if (answer.status !== 200) return "no answer";
  const vectorS = vectorSOf(ask, rangeMs, window);
  const now = { ...before, answer: reduceAnswer({ ask, vectorS }, JSON.parse(answer.body), md5).answer };
  if (!isWrong(now)) return "right";
  return isWrong({ ...now, expected: before.answer }) ? "wrong in another way" : "wrong as before";
}
