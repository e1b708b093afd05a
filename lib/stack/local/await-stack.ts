import { describeError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import type { LocalStack } from "./local-stack.ts";
import { logPath } from "./process-specs.ts";
import { awaitReady, awaitRings } from "./readiness.ts";

const readyTimeoutMs = 60_000;
/** With a fault on purpose a member may never be ready: that is for the suites to say, not for `up`. */
const brokenReadyTimeoutMs = 20_000;

/**
 * Resolves when every Loki is ready and every ring is complete. Without a breakage the first failure is thrown at
 * once; with one, what failed is a warning after a bounded wait.
 */
export async function awaitStack(
  stack: LocalStack,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<void> {
  const broken = stack.state.plan.breakage !== undefined;
  const given = new AbortController();
  const options = {
    timeoutMs: broken ? brokenReadyTimeoutMs : readyTimeoutMs,
    signal: AbortSignal.any([signal, given.signal]),
  };
  const waits = [...readyWaits(stack, progress, options), awaitRings(stack.state.topology, options)];
  try {
    const failed = broken ? failures(await Promise.allSettled(waits)) : void (await Promise.all(waits));
    signal.throwIfAborted();
    for (const failure of failed ?? []) progress.warn(`with ${stack.state.plan.breakage?.name}: ${failure}`);
  } finally {
    given.abort();
    await Promise.allSettled(waits);
  }
}

function readyWaits(
  stack: LocalStack,
  progress: Progress,
  options: Parameters<typeof awaitReady>[1],
): readonly Promise<void>[] {
  const { lokis } = stack.state.topology;
  let waiting = lokis.length;
  return lokis.map(async (loki) => {
    const started = { loki, process: stack.processOf(loki.name), logPath: logPath(loki, stack.paths) };
    await awaitReady(started, options);
    waiting--;
    progress.say(`${lokis.length - waiting} of ${lokis.length} Loki processes are ready`);
  });
}

function failures(settled: readonly PromiseSettledResult<void>[]): readonly string[] {
  return settled.flatMap((one) => (one.status === "rejected" ? [describeError(one.reason)] : []));
}
