import { z } from "zod";

/**
 * The record of one push, a line in `records/pushes.jsonl`. These lines are the only source for latency, refusals,
 * reconciliation and the ledger of acknowledged lines. Times are milliseconds since the epoch. `status` 0 means that no
 * answer came (timeout, reset), so the push's outcome is indeterminate. A push carries one stream's entries
 * `firstSequence` to `firstSequence + lines - 1`.
 */
export const pushRecord = z.strictObject({
  kind: z.enum(["flood", "history"]),
  tenant: z.string(),
  stream: z.int().nonnegative(),
  firstSequence: z.int().nonnegative(),
  lines: z.int().positive(),
  /** Size of a push's log lines, without labels, timestamps or encoding. */
  lineBytes: z.int().positive(),
  /** Timestamp of the push's first entry in ns since the epoch, as a decimal string. Entry i is `i * stepNs` later. */
  firstTimestampNs: z.string(),
  stepNs: z.int().positive(),
  intendedMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  /** Loki's message if it refused the request, cut at 300 characters, or the client's error. */
  error: z.string().optional(),
});
export type PushRecord = z.infer<typeof pushRecord>;

/** The content of a query's answer, reduced as described in lib/storm/answer.ts. */
const answer = z.record(
  z.string(),
  z.strictObject({
    count: z.int(),
    sum: z.number().optional(),
    digest: z.string(),
    some: z.array(z.string()).readonly().optional(),
  }),
);

/** Loki's own statistics of one query (`data.stats`, pkg/logqlmodel/stats, 3.7.8); absent if Loki returns none. */
export const queryStats = {
  splits: z.number().optional(),
  shards: z.number().optional(),
  bytesProcessed: z.number().optional(),
  linesProcessed: z.number().optional(),
  /** Number of chunks that the query fetched from the store. */
  chunks: z.number().optional(),
  queueTimeS: z.number().optional(),
  execTimeS: z.number().optional(),
};

/** The record of one query, a line in `records/queries.jsonl`. */
export const queryRecord = z.strictObject({
  tenant: z.string(),
  /** Name of the query template in the storm, such as "count-by-level" or "filter-errors". */
  template: z.string(),
  endpoint: z.enum(["query", "query_range", "label-values", "series", "volume", "stats"]),
  query: z.string(),
  rangeMs: z.number(),
  /** Time range of the query. An instant query evaluates only at its end. */
  window: z.strictObject({ startMs: z.number(), endMs: z.number(), stepS: z.number() }),
  /**
   * How the query treats Loki's caches. "friendly": a range that is aligned and often repeated, like a dashboard's.
   * "busting": sent with caching disabled.
   */
  cache: z.enum(["friendly", "busting"]),
  intendedMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  /** Number of series or streams in the query's answer. */
  results: z.int(),
  /**
   * The answer of a query with status 200 and the expected answer; present only if the expected answer can be derived
   * from the seed.
   */
  answer: answer.optional(),
  expected: answer.optional(),
  /** Another answer that is tolerated because of a known Loki defect (lib/storm/expect-lost-moment.ts). */
  otherwise: answer.optional(),
  ...queryStats,
  error: z.string().optional(),
});
export type QueryRecord = z.infer<typeof queryRecord>;

/**
 * Figures of one second of a load generator, used to attribute dropped arrivals. An absent figure is unknown, except
 * that absent drops mean none.
 */
export const generatorSecond = z.strictObject({
  atMs: z.number(),
  /**
   * Number of arrivals due in this second that found no free k6 virtual user. `waiting` counts the arrivals among these
   * that were dropped because the virtual users were waiting for answers.
   */
  dropped: z.int().optional(),
  waiting: z.int().optional(),
  /** The generator's longest gap between two heartbeats in this second. A heartbeat is due every 50 ms. */
  gapMs: z.number().optional(),
  /** CPU time that the generator used in this second, in seconds. */
  cpuS: z.number().optional(),
  /** True if processes outside of the run kept the machine busy in this second. */
  contended: z.boolean().optional(),
  /** True if no core was free in this second and this run's generators together used more cores than permitted. */
  crowded: z.boolean().optional(),
});
export type GeneratorSecond = z.infer<typeof generatorSecond>;

/** A load generator's figures apart from its requests. `records/generator.json` has one element for each k6 process. */
export const generatorRecord = z.strictObject({
  script: z.enum(["flood", "storm"]),
  /**
   * The part of the script that this k6 process ran, if several processes shared the script; absent if one ran it
   * alone.
   */
  share: z.strictObject({ index: z.int(), of: z.int() }).optional(),
  /** Number of arrivals that the plan assigns to this k6 process. */
  planned: z.int(),
  /** Dropped arrivals: planned, but not sent, because k6 found no free virtual user or ended early. */
  dropped: z.int(),
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  /**
   * Delay between intended and actual start of requests, 99th percentile. The delay comes from the generator, because
   * k6 never waits for Loki before sending.
   */
  startLagP99Ms: z.number().optional(),
  /**
   * Share of the load's seconds in which processes outside of this run kept the machine busy; undefined if unknown.
   */
  starvedShare: z.number().optional(),
  /**
   * Summary of the seconds in which this run's generators used more cores of a full machine than permitted; absent if
   * there are none.
   */
  crowding: z
    .strictObject({
      seconds: z.int(),
      /** Mean number of cores that the generators used in the crowded seconds. */
      usedCores: z.number(),
      allowedCores: z.number(),
      cores: z.int(),
    })
    .optional(),
  /** Figures of every second, from the first arrival that was due to the last. */
  seconds: z.array(generatorSecond).optional(),
  exitCode: z.int(),
  /** The last lines that k6 wrote to stderr, if it failed. */
  stderr: z.string().optional(),
});
export type GeneratorRecord = z.infer<typeof generatorRecord>;
