import { z } from "zod";
import { checkResult } from "./check.ts";

const latency = z.strictObject({
  count: z.int(),
  /** Latencies in milliseconds by quantile. A quantile with too few samples is absent ("n/a"). */
  responseMs: z.record(z.string(), z.number()).describe("from the intended start: what a user waits"),
  serviceMs: z.record(z.string(), z.number()).describe("from the actual start: what Loki took"),
});

const seriesPoint = z.strictObject({
  /** Time of a point in seconds since the load began. */
  atS: z.number(),
  offeredBytesPerSecond: z.number(),
  acceptedBytesPerSecond: z.number(),
  refusedBytesPerSecond: z.number(),
  failedBytesPerSecond: z.number(),
  indeterminateBytesPerSecond: z.number(),
  queriesPerSecond: z.strictObject({
    ok: z.number(),
    refused: z.number(),
    failed: z.number(),
    indeterminate: z.number(),
  }),
  pushP99Ms: z.number().nullable(),
  queryP99Ms: z.number().nullable(),
});

const tenantResult = z.strictObject({
  push: z.strictObject({
    requests: z.int(),
    accepted: z.int(),
    refused: z.int().describe("429 and 400"),
    failed: z.int().describe("5xx and any other answer"),
    indeterminate: z.int().describe("no answer came"),
    offeredBytes: z.int().describe("bytes of log lines"),
    acceptedBytes: z.int(),
    latency,
  }),
  query: z.strictObject({
    requests: z.int(),
    ok: z.int(),
    refused: z.int(),
    failed: z.int(),
    indeterminate: z.int(),
    latency,
  }),
  series: z.array(seriesPoint),
});
export type TenantResult = z.infer<typeof tenantResult>;

const templateResult = z.strictObject({
  template: z.string(),
  requests: z.int(),
  ok: z.int(),
  known: z.int().describe("answers that the seed knew beforehand"),
  wrong: z.int().describe("of those, the ones that were not so"),
  latency,
  /** Loki's own statistics (data.stats), summed over all queries of the template. */
  bytesProcessed: z.number(),
  chunks: z.number().describe("fetched from the store"),
  splits: z.number(),
  shards: z.number(),
  queueMs: z
    .strictObject({ mean: z.number(), max: z.number() })
    .describe("in the scheduler's queue, a query"),
});
export type TemplateResult = z.infer<typeof templateResult>;

const side = z.strictObject({
  samples: z.int(),
  value: z
    .number()
    .optional()
    .describe("ms of response time, or the accepted share; absent: n/a, or without end"),
});

const ratio = z.strictObject({
  name: z.string(),
  tenant: z.string(),
  measure: z.enum(["response", "accepted"]),
  outcome: z.enum(["within", "over", "unproven"]),
  alone: side,
  together: side,
  ratio: z.number().optional(),
  low: z.number().optional().describe("the ratio lies between low and high at 95 %"),
  high: z.number().optional(),
  maxRatio: z.number(),
  why: z.string().optional(),
});

/**
 * The schema of `result.json`, which holds one run and its verdict. schemaVersion increases when a change would break
 * existing readers.
 */
export const runResult = z.strictObject({
  schemaVersion: z.literal(2),
  runId: z.string(),
  scenario: z.string(),
  description: z.string(),
  provider: z.string(),
  breakage: z.string().optional(),
  breakageShown: z
    .strictObject({
      expected: z.int().describe("checks, or patterns of checks, that the breakage must turn red"),
      missed: z.array(z.strictObject({ check: z.string(), outcome: z.string() })),
      unexpected: z.array(z.string()).describe("red checks that the breakage does not explain"),
    })
    .optional()
    .describe("whether a run that was broken on purpose showed it; absent: not broken"),
  verdict: z.enum(["pass", "unknown", "fail"]),
  exitCode: z.int(),
  /** The basis of the run's verdict, in one sentence. */
  reason: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  seed: z.int(),
  scale: z.number(),
  versions: z.record(z.string(), z.string()).describe("lokiproof, node, loki, minio, k6, nginx"),
  replay: z.string(),
  manifestSha256: z
    .string()
    .optional()
    .describe("digest of the manifest.json that lists the evidence; absent in runs from before manifests"),
  chartValues: z
    .array(z.strictObject({ path: z.string(), what: z.string() }))
    .optional()
    .describe("values of the Helm chart that were changed for one machine, and why"),
  dropped: z
    .array(z.strictObject({ source: z.string(), path: z.string(), why: z.string() }))
    .optional()
    .describe("settings of the user's that the stack did not run with, and why; never their values"),
  checks: z.array(checkResult),
  tenants: z.record(z.string(), tenantResult),
  /** The storm's queries by template, summed over all tenants. */
  queries: z.array(templateResult),
  generators: z.array(
    z.strictObject({
      script: z.string(),
      processes: z.int().optional().describe("k6 that shared the script; one where absent"),
      planned: z.int(),
      dropped: z.int(),
      cpuSeconds: z.number(),
      wallSeconds: z.number(),
      startLagP99Ms: z.number().optional(),
      starvedShare: z.number().optional().describe("share of the load in which others kept the machine busy"),
      lineBytes: z.int().optional().describe("bytes of log lines in the requests it sent"),
    }),
  ),
  /** How much each tenant is affected by its neighbours' load; absent if the plan does not request this. */
  ratios: z.array(ratio),
  /** The faults that were injected during the load, with times in seconds since the load began. */
  faults: z.array(
    z.strictObject({
      fault: z.string(),
      fromS: z.number().optional(),
      toS: z.number().optional(),
      error: z.string().optional(),
    }),
  ),
  topology: z.array(
    z.strictObject({
      name: z.string(),
      component: z.string(),
      state: z.enum(["running", "stopped", "crashed"]),
      version: z.string(),
      url: z.string(),
      detail: z.string().optional(),
    }),
  ),
  phases: z.array(z.strictObject({ name: z.string(), tookMs: z.number() })),
  /** Errors of the run outside of its checks: an interrupt, a disposal error, a failure of k6. */
  problems: z.array(z.string()),
  /** Sentences that a suite shows next to its verdict, such as "ledger: read 8123 of 8123 from the store". */
  figures: z.array(z.strictObject({ check: z.string(), text: z.string() })),
});
export type RunResult = z.infer<typeof runResult>;
