import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { describeError } from "../../base/errors.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";

/** One request and its answer. If no answer came, `status` is 0 and `said` is the client's error message. */
export const attempt = z.strictObject({
  status: z.int(),
  /** Loki's message in its answer, cut at 400 characters. */
  said: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** The number of entries or series in the answer to a query. */
  results: z.int().optional(),
});
export type Attempt = z.infer<typeof attempt>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly results?: number;
}

/** Times a request. Records a missing answer, and does not throw because of it. Rejects only when the signal aborts. */
export async function timed(
  ask: () => Promise<Answer>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Attempt> {
  const startMs = clock.now();
  try {
    const { status, body, results } = await ask();
    const said = body.trim().slice(0, 400);
    return { status, said, startMs, endMs: clock.now(), ...(results === undefined ? {} : { results }) };
  } catch (error) {
    signal.throwIfAborted();
    return { status: 0, said: describeError(error), startMs, endMs: clock.now() };
  }
}

/** The URL that receives a test request, and the request's tenant. */
export interface Target {
  readonly url: string;
  readonly tenant: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export function attemptPush(target: Target, streams: readonly PushStream[]): Promise<Attempt> {
  const { url, tenant, signal } = target;
  return timed(() => push(url, streams, { tenant, signal }), target);
}

/**
 * Returns one stream of `count` lines of `lineBytes` each, with timestamps a nanosecond apart that begin at `firstMs`.
 */
export function linesOf(
  labels: Readonly<Record<string, string>>,
  lines: { readonly count: number; readonly lineBytes: number; readonly firstMs: number },
): PushStream {
  const firstNs = BigInt(Math.trunc(lines.firstMs)) * 1_000_000n;
  const entries = Array.from({ length: lines.count }, (_, index) => ({
    timestampNs: (firstNs + BigInt(index)).toString(),
    line: `line ${index} `.padEnd(lines.lineBytes, "x").slice(0, lines.lineBytes),
  }));
  return { labels, entries };
}
