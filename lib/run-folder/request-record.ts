import { z } from "zod";

/**
 * One push, as `records/pushes.jsonl` holds it, a line each: the only source for latency, refusals, reconciliation and
 * the ledger. Times are milliseconds since the epoch. `status` 0: no answer came (timeout, reset): indeterminate.
 * A push carries one stream: entries `firstSequence` to `firstSequence + lines - 1` of it.
 */
export const pushRecord = z.strictObject({
  kind: z.enum(["flood", "history"]),
  tenant: z.string(),
  stream: z.int().nonnegative(),
  firstSequence: z.int().nonnegative(),
  lines: z.int().positive(),
  /** Bytes of log lines, without labels, timestamps or encoding. */
  lineBytes: z.int().positive(),
  /** Timestamp of the first entry in ns since the epoch, as a decimal string; entry i is `i * stepNs` later. */
  firstTimestampNs: z.string(),
  stepNs: z.int().positive(),
  intendedMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  /** Loki's words on a refusal, cut at 300 characters, or the client's error. */
  error: z.string().optional(),
});
export type PushRecord = z.infer<typeof pushRecord>;

/** What an answer says, reduced; see lib/storm/answer.ts. */
const answer = z.record(
  z.string(),
  z.strictObject({
    count: z.int(),
    sum: z.number().optional(),
    digest: z.string(),
    some: z.array(z.string()).readonly().optional(),
  }),
);

/** Loki's own statistics of one query (`data.stats`, pkg/logqlmodel/stats, 3.7.8); absent where it gives none. */
export const queryStats = {
  splits: z.number().optional(),
  shards: z.number().optional(),
  bytesProcessed: z.number().optional(),
  linesProcessed: z.number().optional(),
  /** Fetched from the store. */
  chunks: z.number().optional(),
  queueTimeS: z.number().optional(),
  execTimeS: z.number().optional(),
};

/** One query, as `records/queries.jsonl` holds it, a line each. */
export const queryRecord = z.strictObject({
  tenant: z.string(),
  /** Which query of the mix: "count-by-level", "filter-errors"... */
  template: z.string(),
  endpoint: z.enum(["query", "query_range", "label-values", "series", "volume", "stats"]),
  query: z.string(),
  rangeMs: z.number(),
  /** What it looked at; an instant query at its end alone. */
  window: z.strictObject({ startMs: z.number(), endMs: z.number(), stepS: z.number() }),
  /** Aligned and repeated as a dashboard's, or each another and past the caches. */
  cache: z.enum(["friendly", "busting"]),
  intendedMs: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  status: z.int(),
  /** Series or streams in the answer. */
  results: z.int(),
  /** Of a 200 where the seed knows what it must be, beside what it must be. */
  answer: answer.optional(),
  expected: answer.optional(),
  /** What Loki may say in place of it by a defect of its own (lib/storm/expect-lost-moment.ts). */
  otherwise: answer.optional(),
  ...queryStats,
  error: z.string().optional(),
});
export type QueryRecord = z.infer<typeof queryRecord>;

/** One second of a generator, from which a drop is attributed. Absent figures are not known, but for the drops: none. */
export const generatorSecond = z.strictObject({
  atMs: z.number(),
  /** Arrivals due in it that found no free virtual user, and those of them whose users waited for answers. */
  dropped: z.int().optional(),
  waiting: z.int().optional(),
  /** The longest time in it between two beats of the generator, which should come every 50 ms. */
  gapMs: z.number().optional(),
  /** CPU time that the generator used, in seconds. */
  cpuS: z.number().optional(),
  /** Processes outside of the run kept the machine busy. */
  contended: z.boolean().optional(),
  /** No core was free, and this run's generators together used more of them than is theirs. */
  crowded: z.boolean().optional(),
});
export type GeneratorSecond = z.infer<typeof generatorSecond>;

/** What the generator did beside the requests, as `records/generator.json` holds it: one element a k6 process. */
export const generatorRecord = z.strictObject({
  script: z.enum(["flood", "storm"]),
  /** Which of the k6 that shared the script; absent where one ran it alone. */
  share: z.strictObject({ index: z.int(), of: z.int() }).optional(),
  /** Arrivals that the plan asked for, of it. */
  planned: z.int(),
  /** Planned arrivals that were not made: k6 found no free virtual user, or ended early. */
  dropped: z.int(),
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  /** How late requests were sent, after their intended start. k6 never waits for Loki to send: it is the generator's. */
  startLagP99Ms: z.number().optional(),
  /** Share of the load's seconds in which others than this run kept the machine busy; undefined: not known. */
  starvedShare: z.number().optional(),
  /** Seconds in which this run's generators took more of a full machine than is theirs; absent: none. */
  crowding: z
    .strictObject({
      seconds: z.int(),
      /** Cores that the generators used in those seconds, on average. */
      usedCores: z.number(),
      allowedCores: z.number(),
      cores: z.int(),
    })
    .optional(),
  /** Second by second, from the first arrival that was due to the last. */
  seconds: z.array(generatorSecond).optional(),
  exitCode: z.int(),
  /** The last lines that k6 wrote to stderr, when it failed. */
  stderr: z.string().optional(),
});
export type GeneratorRecord = z.infer<typeof generatorRecord>;
