import { request } from "undici";
import { describeError, HarnessError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { poll } from "../../base/poll.ts";
import type { LocalStack } from "./local-stack.ts";
import { logPath } from "./process-specs.ts";
import { isAlive } from "./process-table.ts";
import { awaitReady, awaitRings, type ReadyOptions } from "./readiness.ts";
import { lastLogLines } from "./spawned.ts";

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
    await awaitGateway(stack, options);
    const failed = broken ? failures(await Promise.allSettled(waits)) : void (await Promise.all(waits));
    signal.throwIfAborted();
    for (const failure of failed ?? []) progress.warn(`with ${stack.state.plan.breakage?.name}: ${failure}`);
  } finally {
    given.abort();
    await Promise.allSettled(waits);
  }
}

/** No breakage is meant to stop the gateway itself: without one nothing could be judged. */
async function awaitGateway(stack: LocalStack, options: ReadyOptions): Promise<void> {
  const seen = await poll(
    (signal) =>
      isAlive(stack.processOf("gateway")) ? statusOf(`${stack.gatewayUrl}/`, signal) : Promise.resolve(0),
    (status) => status === 200 || status === 0,
    { ...options, intervalMs: 50 },
  );
  if (seen.last === 200) return;
  const log = logPath({ name: "gateway" }, stack.paths);
  const words = lastLogLines(log, 5).join("\n");
  throw new HarnessError(
    `the gateway (nginx) at ${stack.gatewayUrl}: expected 200, got none; its last words:\n${words}`,
    {
      code: "GATEWAY_NOT_READY",
      hint: `read ${log}`,
    },
  );
}

async function statusOf(url: string, signal: AbortSignal): Promise<number> {
  const answer = await request(url, { signal });
  await answer.body.dump();
  return answer.statusCode;
}

function readyWaits(stack: LocalStack, progress: Progress, options: ReadyOptions): readonly Promise<void>[] {
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
