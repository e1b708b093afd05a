import { describeError } from "../../base/errors.ts";
import { awaitRings } from "../await-rings.ts";
import { awaitPods } from "./await-pods.ts";
import { awaitAnswer, type Installation } from "./install-loki.ts";
import type { FoundMembers } from "./kind-members.ts";

const readyTimeoutMs = 300_000;
/**
 * A shorter timeout for the pods of a stack with a breakage (a deliberate fault). A broken pod might never be ready;
 * the suites report this, and `up` must not fail because of it.
 */
const brokenReadyTimeoutMs = 90_000;
const ringsTimeoutMs = 60_000;

/**
 * Returns the Loki processes when every pod is ready, the gateway answers and the rings are complete. With a breakage
 * (a deliberate fault), only the gateway must answer; anything else that is not ready after a bounded wait is a
 * warning.
 */
export async function awaitLoki(
  { kube, state, progress, signal }: Installation,
  findMembers: () => Promise<FoundMembers>,
): Promise<FoundMembers> {
  const { breakage } = state.plan;
  const patient = breakage !== undefined;
  const warned = async (work: Promise<void>): Promise<void> => {
    if (breakage === undefined) return await work;
    await work.catch((error: unknown) => {
      signal.throwIfAborted();
      progress.warn(`with ${breakage.name}: ${describeError(error)}`);
    });
  };
  const timeoutMs = patient ? brokenReadyTimeoutMs : readyTimeoutMs;
  await warned(awaitPods({ kube, namespace: state.namespace, timeoutMs, patient, progress, signal }));
  await awaitAnswer(`${state.gatewayUrl}/`, signal);
  const found = await findMembers();
  progress.say("waiting for the rings");
  const brokenMembers = Object.keys(breakage?.components ?? {});
  const rings = { timeoutMs: patient ? 15_000 : ringsTimeoutMs, intervalMs: 1000, signal };
  await warned(awaitRings(found.members, state.plan, { ...rings, brokenMembers, ended: () => false }));
  return found;
}
