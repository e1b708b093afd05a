import { z } from "zod";
import type { Told } from "../generator-site.ts";

/** On the loopback of its pod alone: whoever may forward a port to the pod reaches it, nobody else in the cluster. */
export const agentPort = 6570;

/** A pod whose run is silent for so long ends its load, and itself: nobody is there any more who wants it. */
export const silenceMs = 60_000;
/** The same before it was heard for the first time: other pods of the load may still be waited for. */
export const firstSilenceMs = 300_000;

/** What one k6 came to, as `K6Exit` has it. */
const k6Exit = z.strictObject({
  exitCode: z.int(),
  stderr: z.string(),
  cpuSeconds: z.number(),
  cpu: z.array(z.strictObject({ atMs: z.number(), cpuS: z.number() })),
  wallSeconds: z.number(),
  dropped: z.record(z.string(), z.number()),
});

/** GET /state */
export const agentState = z.strictObject({
  /** Of its code: a generator of another version would send another load than the run expects. */
  version: z.string(),
  phase: z.enum(["idle", "preparing", "ready", "running", "ended"]),
  /** Of what it was told, in its order; once it has ended. */
  exits: z.array(k6Exit).optional(),
  /** Why it could not prepare or run. */
  error: z.string().optional(),
});
export type AgentState = z.infer<typeof agentState>;

/** A script's file is checked no further: it comes from lokiproof, and of the same version. */
const told = z.custom<Told>((value) => {
  const one = z.object({ script: z.enum(["flood", "storm"]), file: z.looseObject({ runId: z.string() }) });
  return one.safeParse(value).success;
});

/** POST /prepare */
export const agentWork = z.strictObject({
  share: z.strictObject({ index: z.int(), of: z.int() }),
  told: z.array(told),
});
export type AgentWork = z.infer<typeof agentWork>;
