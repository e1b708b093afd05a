import { describeError } from "../base/errors.ts";

export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Status 0: no answer, or none that could be read, within the time; `body` then says why. */
export interface Attempted {
  readonly status: number;
  readonly body: string;
}

/**
 * One request whose failure is an observation too: bounded by `timeoutMs`, never retried. Throws only when the caller
 * aborts.
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
