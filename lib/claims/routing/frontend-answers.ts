import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { type QueryRangeOptions, queryRange } from "../../loki/query.ts";
import type { Member } from "../../stack/stack.ts";

/** One query-frontend's answer to a direct range query. `splits` and `shards` are Loki's own counts. */
export const frontendAnswer = z.strictObject({
  frontend: z.string(),
  url: z.string(),
  /** The HTTP status; 0 if no answer came in time. */
  status: z.int(),
  problem: z.string().optional(),
  splits: z.int(),
  shards: z.int(),
  /**
   * The sum of all points of all series in the frontend's answer, which is the number of lines that its count_over_time
   * counted.
   */
  counted: z.int(),
  tookMs: z.number(),
});
export type FrontendAnswer = z.infer<typeof frontendAnswer>;

/**
 * The time after which a frontend counts as hanging. A healthy frontend answers a query of an almost empty range in
 * much less time. A frontend without a scheduler reports that it is ready while its queries hang (measured.md, "The
 * article taken literally").
 */
const hangsAfterMs = 20_000;

/** Sends a query to a frontend and records the answer, or that none came. Throws only if the caller's signal aborts. */
export async function askFrontend(frontend: Member, range: QueryRangeOptions): Promise<FrontendAnswer> {
  const startMs = performance.now();
  const bounded = AbortSignal.any([range.signal, AbortSignal.timeout(hangsAfterMs)]);
  const seen = { frontend: frontend.name, url: frontend.url, splits: 0, shards: 0, counted: 0 };
  const took = (): number => Math.round(performance.now() - startMs);
  try {
    const answer = await queryRange(frontend.url, { ...range, noCache: true, signal: bounded });
    if (answer.data === undefined) {
      return { ...seen, status: answer.status, problem: answer.body.slice(0, 200), tookMs: took() };
    }
    const { splits = 0, shards = 0 } = answer.data.stats?.summary ?? {};
    return { ...seen, status: answer.status, splits, shards, counted: countOf(answer.data), tookMs: took() };
  } catch (error) {
    range.signal.throwIfAborted();
    const problem = bounded.aborted ? `no answer within ${hangsAfterMs / 1000} s` : describeError(error);
    return { ...seen, status: 0, problem, tookMs: took() };
  }
}

/** Returns the sum of all points of a matrix, or 0 for any other result. */
export function countOf(data: NonNullable<Awaited<ReturnType<typeof queryRange>>["data"]>): number {
  if (data.resultType !== "matrix") return 0;
  return data.result.flatMap(({ values }) => values).reduce((sum, [, value]) => sum + Number(value), 0);
}
