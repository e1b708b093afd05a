import { z } from "zod";

const reason = z.strictObject({
  /** What kind of break it is: `refused` is a limit, `generator` says nothing of Loki. */
  kind: z.enum(["budget", "dropped", "failed", "refused", "generator"]),
  text: z.string(),
});
export type Reason = z.infer<typeof reason>;

const perComponent = z.record(z.string(), z.number());

/** One rate, offered for a while, and what came of it. */
export const kneeStep = z.strictObject({
  number: z.int(),
  search: z.enum(["ingest", "query"]),
  /** The rate that is searched for: bytes of log lines, or queries, a second, over all tenants. */
  rate: z.number(),
  forS: z.number(),
  confirms: z.boolean(),
  outcome: z.enum(["held", "broke", "generator"]),
  reasons: z.array(reason),
  /** Acknowledged bytes of log lines a second, and queries answered with 200 a second. */
  acceptedBytesPerSecond: z.number(),
  answeredPerSecond: z.number(),
  /** The slowest tenant's, from the intended start; absent where too few samples carry it. */
  pushP99Ms: z.number().optional(),
  queryP95Ms: z.number().optional(),
  cpuSeconds: perComponent.describe("of the stack's processes, from the step's start to its end"),
  generatorCpuSeconds: z.number(),
  /** Share of the machine's cores that anybody used. */
  machineBusy: z.number().optional(),
  /** Share of the machine's cores that the stack's processes used. */
  stackBusy: z.number().optional(),
  /** Mean time that a query waited in the schedulers' queues. */
  queueSeconds: z.number().optional(),
  /** Chunks that waited to be flushed, at the end. */
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

/** `knee.json`: what a search found, and every step of it. */
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
  /** Beside it, so much was ingested: bytes of log lines a second. */
  queryBesideBytesPerSecond: z.number().optional(),
  query: kneeFinding.optional(),
  steps: z.array(kneeStep),
});
export type KneeReport = z.infer<typeof kneeReport>;
