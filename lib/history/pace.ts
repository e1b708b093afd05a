import type { Clock } from "../base/clock.ts";

/**
 * Returns a function that delays its callers, so that all callers together never exceed `bytesPerMs` since the first
 * call. Time lost by slow callers is not made up for, because that would rely on bursts that Loki might refuse.
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
