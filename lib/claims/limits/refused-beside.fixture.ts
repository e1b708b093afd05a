import { expect } from "chai";
import { poll } from "../../base/poll.ts";
import { push } from "../../loki/push.ts";
import type { Probe } from "../../probe/probe.ts";
import type { Stack } from "../../stack/stack.ts";
import { linesOf } from "./attempt.ts";
import { readDiscards } from "./discards.ts";
import { ingestionRate, rateTenant } from "./ingestion-rate.probe.ts";

/** More than the tenant's whole burst of 1 MB: a limiter takes nothing for what it can never let through. */
const tooLarge = { count: 5, lineBytes: 250_000 };

async function refusedLines(stack: Stack, signal: AbortSignal): Promise<number> {
  const { [rateTenant]: reasons = {} } = await readDiscards(stack, [rateTenant], signal);
  return Object.values(reasons).reduce((sum, lines) => sum + lines, 0);
}

/**
 * The probe of the ingestion rate, while somebody else has one push of its tenant refused: no bucket has less for it, but
 * Loki counts more lines as refused than the probe was refused. From its first refusal on the probe has seconds to go.
 */
export const refusedBeside: Probe<unknown> = {
  ...ingestionRate,
  observe: async (context, signal) => {
    const { stack } = context;
    const before = await refusedLines(stack, signal);
    const [seen] = await Promise.all([
      ingestionRate.observe(context, signal),
      refuseOne(stack, before, signal),
    ]);
    return seen;
  },
};

async function refuseOne(stack: Stack, before: number, signal: AbortSignal): Promise<void> {
  const begun = await poll(
    (within) => refusedLines(stack, within),
    (lines) => lines > before,
    { timeoutMs: 60_000, intervalMs: 100, signal },
  );
  expect(begun.settled, "the probe had a push refused").to.equal(true);
  const stream = linesOf({ app: "beside" }, { ...tooLarge, firstMs: Date.now() });
  const { status, body } = await push(stack.gatewayUrl, [stream], { tenant: rateTenant, signal });
  expect(status, body).to.equal(429);
}
