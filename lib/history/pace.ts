import type { Clock } from "../base/clock.ts";

/**
 * Lets callers through so that together they never carry more than so many bytes per millisecond since the first. What
 * was slow is not made up for: bursts are for Loki to allow, not to be counted on.
 */
export function pace(
  bytesPerMs: number,
  clock: Clock,
): (bytes: number, signal: AbortSignal) => Promise<void> {
  let freeMs = clock.now();
  return async (bytes, signal) => {
    const turnMs = Math.max(clock.now(), freeMs);
    freeMs = turnMs + bytes / bytesPerMs;
    if (turnMs > clock.now()) await clock.sleep(turnMs - clock.now(), signal);
  };
}
