import { type Clock, wallClock } from "./clock.ts";
import { describeError } from "./errors.ts";

export interface PollOptions {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
}

/** `last` is the last observation that was made (also after the deadline); `lastError` why the last try made none. */
export interface Polled<T> {
  readonly settled: boolean;
  readonly last: T | undefined;
  readonly lastError: string | undefined;
  readonly waitedMs: number;
}

/**
 * Observes until `settled` holds or the deadline passes; a throwing observation counts as "not yet". Never throws but
 * for the caller's own abort: it is for the caller to say what an unsettled last observation means.
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
