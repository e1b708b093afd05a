import { z } from "zod";
import type { JsonObject } from "../../base/json.ts";
import { poll } from "../../base/poll.ts";
import { readMetrics, sumOf } from "../../loki/metrics.ts";
import type { ProbeContext } from "../../probe/probe.ts";
import { replicationOf } from "../../promises/replication.ts";
import { type Attempt, attempt, attemptPush, linesOf, type Target } from "./attempt.ts";
import { distinctMembers } from "./distinct-members.ts";
import { statedNumber, statedSize } from "./stated-limit.ts";

export const streamRateTenant = "lokiproof-stream-rate";
export const streamsTenant = "lokiproof-streams";

/**
 * Pushes to two streams. The first stream receives its full burst, then a line beyond the burst, and the same line
 * again when its rate has earned it. The other stream receives the same line.
 */
export const streamRateTries = z.strictObject({
  burst: attempt.describe("the whole burst, which a new stream holds"),
  beyond: attempt.describe("one line right after it"),
  otherStream: attempt.describe("the same line to another stream of the tenant"),
  refilled: attempt.describe("the same line once the rate has earned it"),
  beyondBytes: z.int(),
});
export type StreamRateTries = z.infer<typeof streamRateTries>;

/**
 * The time in which a stream's rate limiter earns enough for the line beyond the burst. If the pushes take this long on
 * a slow machine, Loki need not refuse the line.
 */
const earnS = 2;
const earnMarginMs = 400;

/**
 * Returns whether the machine was so slow that the stream's rate limiter might have earned enough for the line beyond
 * the burst. In that case Loki need not refuse the line.
 */
export function rateEarnedLine({ burst, beyond }: StreamRateTries): boolean {
  return beyond.endMs - burst.startMs >= earnS * 1000;
}

/**
 * Pushes a full burst to a stream, then a line beyond the burst. Before the line, waits until every replica has the
 * burst: a replica that lags behind would still accept the line.
 */
export async function tryStreamRate(
  context: ProbeContext,
  options: { readonly target: Target; readonly limits: JsonObject; readonly token: string },
): Promise<StreamRateTries> {
  const { target, limits, token } = options;
  const { clock, signal } = target;
  const burstBytes = statedSize(limits, "per_stream_rate_limit_burst");
  const beyondBytes = statedSize(limits, "per_stream_rate_limit") * earnS;
  const send = (stream: string, lines: { count: number; lineBytes: number }): Promise<Attempt> =>
    attemptPush(target, [linesOf({ probe: "limits", stream, token }, { ...lines, firstMs: clock.now() })]);
  const one = { count: 1, lineBytes: beyondBytes };

  const before = await memoryStreams(context, signal);
  const burst = await send("full", { count: burstBytes / 1024, lineBytes: 1024 });
  const replicas = replicationOf(context.plan).copies;
  await poll(
    () => memoryStreams(context, signal),
    (held) => held >= before + replicas,
    { timeoutMs: (earnS * 1000) / 4, intervalMs: 50, signal, clock },
  );
  const beyond = await send("full", one);
  const otherStream = await send("other", one);
  await clock.sleep(Math.max(0, beyond.endMs + earnS * 1000 + earnMarginMs - clock.now()), signal);
  return { burst, beyond, otherStream, refilled: await send("full", one), beyondBytes };
}

async function memoryStreams({ stack }: ProbeContext, signal: AbortSignal): Promise<number> {
  const ingesters = distinctMembers(stack, ["ingester"]);
  const held = ingesters.map(async ({ url }) =>
    sumOf(await readMetrics(url, signal), "loki_ingester_memory_streams", { tenant: streamRateTenant }),
  );
  return (await Promise.all(held)).reduce((sum: number, count) => sum + (count ?? 0), 0);
}

/** Pushes of new streams, one after another until some were refused. Then one more line to the first stream. */
export const streamCountTries = z.strictObject({
  streams: z.array(attempt).min(1),
  existing: attempt.describe("a line to the first stream, after others were refused"),
});
export type StreamCountTries = z.infer<typeof streamCountTries>;

const refusalsWanted = 3;
/**
 * The maximum number of tried streams, as a multiple of the stream limit. Each stream goes to only some ingesters, so
 * Loki might accept another stream long before all ingesters are full.
 */
const mostTriesPerLimit = 4;

/**
 * Creates streams until some of them are refused. The streams have the same labels in every run, so that streams left
 * by an earlier run do not count as new.
 */
export async function tryStreamCount(target: Target, limits: JsonObject): Promise<StreamCountTries> {
  const limit = statedNumber(limits, "max_global_streams_per_user");
  const send = (index: number): Promise<Attempt> =>
    attemptPush(target, [
      linesOf(
        { probe: "limits", stream: String(index) },
        { count: 1, lineBytes: 40, firstMs: target.clock.now() },
      ),
    ]);
  const streams: Attempt[] = [];
  while (streams.length < limit * mostTriesPerLimit && refusedOf(streams) < refusalsWanted) {
    streams.push(await send(streams.length));
  }
  return { streams, existing: await send(0) };
}

function refusedOf(tries: readonly Attempt[]): number {
  return tries.filter(({ status }) => status !== 204).length;
}
