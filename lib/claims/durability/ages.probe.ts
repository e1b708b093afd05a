import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { settingAt } from "../../base/json.ts";
import { attempt } from "../../loki/attempt.ts";
import { push } from "../../loki/push.ts";
import { queryRange } from "../../loki/query.ts";
import { runningConfig } from "../../loki/running-config.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import { readableAgesMs } from "../../promises/ingester-memory.ts";

const answer = z.strictObject({ status: z.int(), said: z.string().optional() });

const agesRecord = z.strictObject({
  tenant: z.string(),
  /**
   * The test lines. Each line is in a separate stream and has a timestamp that is `ageMs` old. The first line is new
   * and serves as a control.
   */
  lines: z.array(z.strictObject({ ageMs: z.number(), push: answer, read: answer, found: z.int() })),
  /** The value of `querier.query_ingesters_within` that a querier reports. Absent if it could not be read. */
  queryIngestersWithin: z.string().optional(),
});
export type AgesRecord = z.infer<typeof agesRecord>;

/** The round-trip claim's tenant. That claim defines the tenant's overrides. */
const tenant = "lokiproof-round-trip";
const requestTimeoutMs = 8_000;
/**
 * Pushes lines of every age that a chunk in memory can have, and reads each line at once. At that time only ingesters
 * have the lines. If `query_ingesters_within` is below `max_chunk_age`, a querier stops querying ingesters too early
 * and finds nothing.
 */
export const agesProbe: Probe<AgesRecord> = {
  id: "durability.ages",
  phase: "before",
  record: agesRecord,
  timeoutMs: 40_000,
  async observe(context, signal) {
    const querier = context.stack.members.find(({ component }) => component === "querier");
    const config = querier && (await runningConfig(querier.url, signal).catch(describeError));
    const within =
      typeof config === "object" ? settingAt(config, ["querier", "query_ingesters_within"]) : undefined;
    const lines = await Promise.all(
      [0, ...readableAgesMs(context.plan, tenant)].map((ageMs) => travel(ageMs, context, signal)),
    );
    return { tenant, lines, ...(typeof within === "string" ? { queryIngestersWithin: within } : {}) };
  },
};

async function travel(
  ageMs: number,
  { stack, plan, clock }: ProbeContext,
  signal: AbortSignal,
): Promise<AgesRecord["lines"][number]> {
  const atMs = clock.now() - ageMs;
  const labels = { app: "lokiproof-ages", run: plan.runId, age: String(ageMs) };
  const entries = [{ timestampNs: `${atMs}000000`, line: `a line of ${ageMs} ms` }];
  const bounded = { timeoutMs: requestTimeoutMs, signal };
  const url = stack.gatewayUrl;
  const pushed = await attempt(
    (within) => push(url, [{ labels, entries }], { tenant, signal: within }),
    bounded,
  );
  const read = await attempt(
    (within) =>
      queryRange(url, {
        tenant,
        query: `{app="lokiproof-ages", run="${plan.runId}", age="${ageMs}"}`,
        startNs: `${atMs - 1000}000000`,
        endNs: `${atMs + 1000}000000`,
        noCache: true,
        signal: within,
      }),
    bounded,
  );
  const found = "data" in read && read.data?.resultType === "streams" ? read.data.result : [];
  return {
    ageMs,
    push: said(pushed, 204),
    read: said(read, 200),
    found: found.reduce((sum, { values }) => sum + values.length, 0),
  };
}

function said({ status, body }: { status: number; body: string }, hoped: number): z.infer<typeof answer> {
  return status === hoped ? { status } : { status, said: body.slice(0, 300) };
}
