import { z } from "zod";

const reason = z.strictObject({
  /**
   * The kind of reason why a rate did not hold. `refused`: a tenant's limit refused requests. `generator`: the
   * generator could be to blame, which says nothing about Loki.
   */
  kind: z.enum(["budget", "dropped", "failed", "refused", "generator"]),
  text: z.string(),
});
export type Reason = z.infer<typeof reason>;

const perComponent = z.record(z.string(), z.number());

/** One step of a search: a rate that was offered for some time, and the result. */
export const kneeStep = z.strictObject({
  number: z.int(),
  search: z.enum(["ingest", "query"]),
  /** The rate that is searched for, over all tenants: bytes of log lines per second, or queries per second. */
  rate: z.number(),
  forS: z.number(),
  confirms: z.boolean(),
  outcome: z.enum(["held", "broke", "generator"]),
  reasons: z.array(reason),
  /**
   * Acknowledged bytes of log lines per second. `answeredPerSecond` is the number of queries answered with 200 per
   * second.
   */
  acceptedBytesPerSecond: z.number(),
  answeredPerSecond: z.number(),
  /**
   * Latency of the slowest tenant, from when a request was due; absent if there are too few samples for the quantile.
   */
  pushP99Ms: z.number().optional(),
  queryP95Ms: z.number().optional(),
  cpuSeconds: perComponent.describe("of the stack's processes, from the step's start to its end"),
  generatorCpuSeconds: z.number(),
  /** Share of the machine's CPU time that was in use during the step, by all processes together. */
  machineBusy: z.number().optional(),
  /** Share of the machine's CPU time that all processes of the stack together used during the step. */
  stackBusy: z.number().optional(),
  /** Mean time that a query waited in the schedulers' queues. */
  queueSeconds: z.number().optional(),
  /** Number of chunks waiting to be flushed when the step ended. */
  flushQueue: z.number().optional(),
});
export type KneeStep = z.infer<typeof kneeStep>;

export const kneeFinding = z.strictObject({
  kind: z.enum(["knee", "at-least", "below", "unknown"]),
  rate: z.number().optional().describe("the highest that held"),
  brokenRate: z.number().optional().describe("the lowest that did not"),
  confirmed: z.boolean().describe("it held for longer, when it was offered again"),
  limitedBy: z.enum(["loki", "limits", "generator", "search"]),
  reasons: z.array(z.string()).describe("why the lowest that did not hold did not"),
  saturated: z.string().describe("what was full when it did not hold"),
  /** CPU-seconds per MB of acknowledged log lines, or per answered query, at the highest rate that held. */
  cpuSecondsPerUnit: perComponent,
});
export type KneeFinding = z.infer<typeof kneeFinding>;

/** The content of `knee.json`: the findings and every step of the searches for the highest ingest and query rates. */
export const kneeReport = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  scenario: z.string(),
  seed: z.int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  versions: z.record(z.string(), z.string()),
  machine: z.strictObject({ cores: z.int(), memoryBytes: z.number() }),
  limits: z.enum(["raised", "kept"]),
  budgets: z.array(z.string()),
  ingest: kneeFinding.optional(),
  /** Bytes of log lines per second that were ingested during the search for the query rate. */
  queryBesideBytesPerSecond: z.number().optional(),
  query: kneeFinding.optional(),
  steps: z.array(kneeStep),
});
export type KneeReport = z.infer<typeof kneeReport>;
