import { setTimeout as delay } from "node:timers/promises";

/** The only source of time and waiting in probes and engines, so that tests can inject a fake one. */
export interface Clock {
  /** Returns the milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds. If `signal` aborts first, rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    signal.throwIfAborted();
    await delay(ms, undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  },
};
