import { z } from "zod";
import { describeError } from "../../base/errors.ts";
import { push } from "../../loki/push.ts";
import { type QueryRangeOptions, queryRange } from "../../loki/query.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import type { Member } from "../../stack/stack.ts";
import { askFrontend, countOf, frontendAnswer } from "./frontend-answers.ts";
import { routingTenant, shardBytes } from "./routing-tenant.ts";

const streams = 16;
const linesPerStream = 32;
const lineBytes = 128;
const minuteMs = 60_000;

export const shardedLines = z.strictObject({
  pushStatus: z.int(),
  pushedBytes: z.int(),
  /**
   * The number of lines that one querier counts when it is queried directly, without splits or shards. Absent if the
   * querier did not answer.
   */
  unsharded: z.int().optional(),
  problem: z.string().optional(),
  answers: z.array(frontendAnswer),
});
export type ShardedLines = z.infer<typeof shardedLines>;

/**
 * The minimum number of shards that a frontend must make of the pushed lines: the lines' bytes divided by the target
 * size of a shard.
 */
export const fewestShards = Math.floor((streams * linesPerStream * lineBytes) / shardBytes);

/**
 * Pushes lines that are many times larger than the tenant's `tsdb_max_bytes_per_shard`. Counts the lines through each
 * of these frontends and directly through one querier. Frontends must shard the query, and sharding must not change the
 * answer.
 */
export async function observeSharding(
  context: ProbeContext,
  frontends: readonly Member[],
  signal: AbortSignal,
): Promise<ShardedLines> {
  const { stack, clock, plan } = context;
  const nowMs = Math.floor(clock.now() / minuteMs) * minuteMs;
  const mark = `${plan.runId}-${clock.now()}`;
  const pushed = await push(stack.gatewayUrl, linesAt(nowMs - 6 * minuteMs, mark), {
    tenant: routingTenant,
    signal,
  });
  const range: QueryRangeOptions = {
    tenant: routingTenant,
    query: `sum(count_over_time({lokiproof_routing="${mark}"}[1m]))`,
    startNs: `${nowMs - 8 * minuteMs}000000`,
    endNs: `${nowMs}000000`,
    stepS: minuteMs / 1000,
    signal,
  };
  return {
    pushStatus: pushed.status,
    pushedBytes: streams * linesPerStream * lineBytes,
    ...(await askQuerier(context, range)),
    answers: await Promise.all(frontends.map((frontend) => askFrontend(frontend, range))),
  };
}

async function askQuerier(
  { stack }: ProbeContext,
  range: QueryRangeOptions,
): Promise<Pick<ShardedLines, "unsharded" | "problem">> {
  const querier = stack.members.find(({ component }) => component === "querier");
  if (querier === undefined) return { problem: "the stack has no querier" };
  try {
    const answer = await queryRange(querier.url, range);
    if (answer.data !== undefined) return { unsharded: countOf(answer.data) };
    return { problem: `${querier.name} answered ${answer.status}: ${answer.body.slice(0, 160)}` };
  } catch (error) {
    range.signal.throwIfAborted();
    return { problem: describeError(error) };
  }
}

/** Returns streams of equal size. Their lines are spread over two minutes from `fromMs`. */
function linesAt(fromMs: number, mark: string): Parameters<typeof push>[1] {
  const stepMs = (2 * minuteMs) / linesPerStream;
  return Array.from({ length: streams }, (_, stream) => ({
    labels: { lokiproof_routing: mark, part: String(stream) },
    entries: Array.from({ length: linesPerStream }, (_, line) => ({
      timestampNs: `${Math.round(fromMs + line * stepMs)}000000`,
      line: `routing part ${stream} line ${line} `.padEnd(lineBytes, "."),
    })),
  }));
}
