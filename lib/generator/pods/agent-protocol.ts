import { z } from "zod";
import type { Told } from "../generator-site.ts";

/**
 * The agent's port, on its pod's loopback only. A client that is permitted to forward a port to the pod can reach the
 * port; nothing else in the cluster can.
 */
export const agentPort = 6570;

/**
 * The longest time without a request from the run. A generator's pod that hears nothing for longer ends its load and
 * itself, because the run is gone.
 */
export const silenceMs = 60_000;
/**
 * The timeout for a generator's pod to hear from its run for the first time. It is longer than later timeouts, because
 * the run might still be waiting for other pods.
 */
export const firstSilenceMs = 300_000;

/** The result of one k6 process, as in `K6Exit`. */
const k6Exit = z.strictObject({
  exitCode: z.int(),
  stderr: z.string(),
  cpuSeconds: z.number(),
  cpu: z.array(z.strictObject({ atMs: z.number(), cpuS: z.number() })),
  wallSeconds: z.number(),
  dropped: z.record(z.string(), z.number()),
});

/** The reply to GET /state. */
export const agentState = z.strictObject({
  /**
   * The version of the generator's code: another version would send a different load from the one that the run expects.
   */
  version: z.string(),
  phase: z.enum(["idle", "preparing", "ready", "running", "ended"]),
  /** The results of the scripts, in the order of the request to prepare; present when the load has ended. */
  exits: z.array(k6Exit).optional(),
  /** Why the generator could not prepare or run; absent if there was no error. */
  error: z.string().optional(),
});
export type AgentState = z.infer<typeof agentState>;

/**
 * A k6 script and its input. The input's other fields are not validated, because they come from lokiproof at the same
 * version.
 */
const told = z.custom<Told>((value) => {
  const one = z.object({ script: z.enum(["flood", "storm"]), file: z.looseObject({ runId: z.string() }) });
  return one.safeParse(value).success;
});

/** The body of POST /prepare. */
export const agentWork = z.strictObject({
  share: z.strictObject({ index: z.int(), of: z.int() }),
  told: z.array(told),
});
export type AgentWork = z.infer<typeof agentWork>;
