import { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import { describeError } from "../../base/errors.ts";
import { push } from "../../loki/push.ts";
import type { PushStream } from "../../loki/push-stream.ts";

/** One request and what was answered. `status` 0: no answer came, `said` is the client's error then. */
export const attempt = z.strictObject({
  status: z.int(),
  /** Loki's words, cut at 400 characters. */
  said: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  /** Entries or series in the answer to a query. */
  results: z.int().optional(),
});
export type Attempt = z.infer<typeof attempt>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly results?: number;
}

/** Times a request; no answer is an observation too. Rejects only when the signal aborts. */
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

/** Where an attempt goes, and as whom. */
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

/** One stream of `count` lines of `lineBytes` each, a nanosecond apart from `firstMs` on. */
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
