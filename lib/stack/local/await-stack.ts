import { request } from "undici";
import { describeError, HarnessError } from "../../base/errors.ts";
import type { Progress } from "../../base/log.ts";
import { poll } from "../../base/poll.ts";
import { awaitRings, type ReadyOptions } from "../await-rings.ts";
import { isAlive } from "../process-table.ts";
import { lastLogLines } from "../spawned.ts";
import type { LocalStack } from "./local-stack.ts";
import { logPath } from "./process-specs.ts";
import { awaitReady } from "./readiness.ts";

const readyTimeoutMs = 120_000;
/**
 * A shorter timeout for the Loki processes of a stack with a breakage (a deliberate fault). A broken process might
 * never be ready; the suites report this, and `up` must not fail because of it.
 */
const brokenReadyTimeoutMs = 45_000;

/**
 * Resolves when every Loki process is ready and every ring is complete. Without a breakage (a deliberate fault), the
 * first failure is thrown at once. With a breakage, each failure is a warning after a bounded wait.
 */
export async function awaitStack(
  stack: LocalStack,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<void> {
  const { breakage } = stack.state.plan;
  const given = new AbortController();
  const options = {
    timeoutMs: breakage === undefined ? readyTimeoutMs : brokenReadyTimeoutMs,
    signal: AbortSignal.any([signal, given.signal]),
    brokenMembers: Object.keys(breakage?.components ?? {}),
    ended: ({ name }: { readonly name: string }) => !isAlive(stack.processOf(name)),
  };
  const ready = [awaitGateway(stack, options), ...readyWaits(stack, progress, options)];
  const rings = awaitRings(stack.members, stack.state.plan, options);
  const waits = [...ready, rings];
  const settled = Promise.allSettled(waits);
  try {
    if (breakage === undefined) {
      // Readiness is awaited first. A process that has ended shows no ring either, but the readiness error has its last
      // log lines, which say why.
      await Promise.all(ready);
      return await rings;
    }
    for (const failure of failures(await settled)) progress.warn(`with ${breakage.name}: ${failure}`);
    signal.throwIfAborted();
    // The gateway must answer even with a breakage (a deliberate fault), because without it nothing can be checked.
    await waits[0];
  } finally {
    given.abort();
    await settled;
  }
}

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
