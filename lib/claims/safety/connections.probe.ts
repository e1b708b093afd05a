import { describeError, HarnessError } from "../../base/errors.ts";
import type { Probe, ProbeContext } from "../../probe/probe.ts";
import type { SocketLook, SocketWatch } from "../../stack/socket-watch.ts";
import { type ConnectionsRecord, connectionsRecord } from "./connections-record.ts";
import { ConnectionsTally } from "./connections-tally.ts";

/**
 * Watches which addresses the stack's processes listen on and connect to, from the time when the stack is ready until
 * the run ends.
 */
export const connectionsProbe: Probe<ConnectionsRecord> = {
  id: "safety.connections",
  phase: "throughout",
  record: connectionsRecord,
  timeoutMs: 20_000,
  needs: ["watchSockets"],
  observe,
};

async function observe({ stack, clock }: ProbeContext, over: AbortSignal): Promise<ConnectionsRecord> {
  const watch = stack.watchSockets?.();
  if (watch === undefined) {
    throw new HarnessError(`the sockets of a ${stack.provider} stack cannot be seen`, { code: "NO_SOCKETS" });
  }
  const tally = new ConnectionsTally(clock.now(), watch);
  while (!over.aborted) {
    await look(watch, tally, { complete: false, clock });
    await clock.sleep(watch.intervalMs, over).catch(() => undefined);
  }
  await look(watch, tally, { complete: true, clock });
  return tally.record(clock.now());
}

/**
 * Takes one snapshot of the stack's sockets. A failed snapshot is recorded, and the next one might succeed. The longest
 * gap in the record shows for how long nothing was seen.
 */
async function look(
  watch: SocketWatch,
  tally: ConnectionsTally,
  { complete, clock }: { readonly complete: boolean; readonly clock: ProbeContext["clock"] },
): Promise<void> {
  const seen = await tryLook(watch, complete);
  if (typeof seen === "string") tally.addFailed(seen);
  else tally.add(seen, clock.now());
}

async function tryLook(watch: SocketWatch, complete: boolean): Promise<SocketLook | string> {
  try {
    return await watch.look({ complete, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    return describeError(error);
  }
}
