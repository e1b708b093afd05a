import { describeError } from "../base/errors.ts";

export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The result of a request. Status 0 means no readable answer in time; `body` then holds the reason. */
export interface Attempted {
  readonly status: number;
  readonly body: string;
}

/**
 * Sends one request whose failure is also an observation: limited to `timeoutMs`, never retried. Throws only if the
 * caller aborts.
 */
export async function attempt<T extends Attempted>(
  ask: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, signal }: AttemptOptions,
): Promise<T | Attempted> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await ask(AbortSignal.any([signal, timeout]));
  } catch (error) {
    signal.throwIfAborted();
    const why = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : describeError(error);
    return { status: 0, body: why };
  }
}
