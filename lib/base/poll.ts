import { type Clock, wallClock } from "./clock.ts";
import { describeError } from "./errors.ts";

export interface PollOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/**
 * The result of `poll`. `last` is the last successful observation, also after the deadline. `lastError` says why the
 * most recent try failed.
 */
export interface Polled<T> {
  readonly settled: boolean;
  readonly last: T | undefined;
  readonly lastError: string | undefined;
  readonly waitedMs: number;
}

/**
 * Observes repeatedly until `settled` accepts an observation or the deadline passes. An observation that throws counts
 * as "not yet". Throws only if the caller aborts: the caller decides what an unsettled last observation means.
 */
export async function poll<T>(
  observe: (signal: AbortSignal) => Promise<T>,
  settled: (seen: T) => boolean,
  options: PollOptions,
): Promise<Polled<T>> {
  const clock = options.clock ?? wallClock;
  const startMs = clock.now();
  let last: T | undefined;
  let lastError: string | undefined;
  for (;;) {
    options.signal.throwIfAborted();
    const remainingMs = options.timeoutMs - (clock.now() - startMs);
    try {
      last = await observe(
        AbortSignal.any([options.signal, AbortSignal.timeout(Math.max(1, Math.ceil(remainingMs)))]),
      );
      lastError = undefined;
      if (settled(last)) return { settled: true, last, lastError, waitedMs: clock.now() - startMs };
    } catch (error) {
      options.signal.throwIfAborted();
      lastError = describeError(error);
    }
    const waitedMs = clock.now() - startMs;
    if (waitedMs >= options.timeoutMs) return { settled: false, last, lastError, waitedMs };
    await clock.sleep(Math.min(options.intervalMs ?? 200, options.timeoutMs - waitedMs), options.signal);
  }
}
