import { z } from "zod";
import { HarnessError } from "../base/errors.ts";
import { type HttpAnswer, http } from "./http.ts";

const labels = z.record(z.string(), z.string());
/** A sample of a metric query: [seconds since the epoch, value]. */
const point = z.tuple([z.number(), z.string()]);
const count = z.number().default(0);

/** The statistics that Loki reports of a query (`data.stats.summary`, pkg/logqlmodel/stats, 3.7.8). */
const stats = z.object({
  summary: z
    .object({ splits: count, shards: count, totalBytesProcessed: count, queueTime: count })
    .prefault({}),
});

const data = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("streams"),
    /**
     * The streams in the answer to a log query. Each entry is [nanoseconds as a decimal string, line], followed by
     * structured metadata if `categorizeLabels` is set.
     */
    result: z.array(
      z.object({ stream: labels, values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())) }),
    ),
    stats: stats.optional(),
  }),
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(point) })),
    stats: stats.optional(),
  }),
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: labels, value: point })),
    stats: stats.optional(),
  }),
]);
export type QueryData = z.infer<typeof data>;
export type StreamsResult = Extract<QueryData, { resultType: "streams" }>["result"];
export type VectorResult = Extract<QueryData, { resultType: "vector" }>["result"];

const success = z.object({ status: z.literal("success"), data });

/** The answer to a query. `data` is present only for status 200; otherwise `body` holds Loki's message. */
export interface QueryAnswer {
  readonly status: number;
  readonly data?: QueryData;
  readonly body: string;
}

export interface QueryOptions {
  readonly tenant?: string;
  readonly query: string;
  readonly limit?: number;
  /** Sends `Cache-Control: no-cache` with the query, because a cached result proves nothing about what is stored. */
  readonly noCache?: boolean;
  /**
   * Requests structured metadata separately from the stream's labels: each entry is [ns, line, { structuredMetadata }]
   * (pkg/util/httpreq/encoding_flags.go, 3.7.8).
   */
  readonly categorizeLabels?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Sends an instant query at `timeNs` (decimal nanoseconds). Returns an answer of any status; throws if an answer with
 * status 200 has an unknown form.
 */
export async function query(
  url: string,
  options: QueryOptions & { readonly timeNs?: string },
): Promise<QueryAnswer> {
  return ask(`${url}/loki/api/v1/query`, options, { time: options.timeNs });
}

export interface QueryRangeOptions extends QueryOptions {
  /** The start of the query's time range, inclusive. */
  readonly startNs: string;
  /** The end of the query's time range, exclusive for log queries. */
  readonly endNs: string;
  readonly direction?: "forward" | "backward";
  readonly stepS?: number;
}

/** Sends a range query. Returns an answer of any status; throws if an answer with status 200 has an unknown form. */
export async function queryRange(url: string, options: QueryRangeOptions): Promise<QueryAnswer> {
  const { startNs: start, endNs: end, direction, stepS: step } = options;
  return ask(`${url}/loki/api/v1/query_range`, options, { start, end, direction, step });
}

async function ask(
  url: string,
  options: QueryOptions,
  range: Readonly<Record<string, string | number | undefined>>,
): Promise<QueryAnswer> {
  const { tenant, query, limit, signal } = options;
  const headers = {
    ...(options.noCache ? { "Cache-Control": "no-cache" } : {}),
    ...(options.categorizeLabels ? { "X-Loki-Response-Encoding-Flags": "categorize-labels" } : {}),
  };
  const answer = await http(url, {
    headers,
    signal,
    query: { query, limit, ...range },
    ...(tenant === undefined ? {} : { tenant }),
  });
  return answer.status === 200 ? { ...answer, data: dataOf(url, answer) } : answer;
}

function dataOf(url: string, { body }: HttpAnswer): QueryData {
  const parsed = z.string().transform(parseJson).pipe(success).safeParse(body);
  if (parsed.success) return parsed.data.data;
  throw new HarnessError(
    `GET ${url}: expected a query result, got ${body.slice(0, 200)}: ${z.prettifyError(parsed.error)}`,
    {
      code: "QUERY_UNREADABLE",
    },
  );
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("not JSON");
    return z.NEVER;
  }
}
