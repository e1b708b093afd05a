import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * before: stack is ready, no load yet. during: repeated while the load runs. after: the load has stopped.
 * disturbing: last, one at a time in `order`, may flush, restart, load or change overrides.
 * throughout: once, from when the stack is ready until every other phase has ended; `observe` watches until its signal
 * aborts and then returns what it saw.
 */
export type Phase = "before" | "during" | "after" | "disturbing" | "throughout";

export interface ProbeContext {
  readonly stack: Stack;
  readonly plan: Plan;
  /** The run's folder: what the load left is under `records/`. */
  readonly runDir: string;
  readonly clock: Clock;
  readonly progress: Progress;
}

/**
 * Does the I/O for one claim and leaves a typed record; asserts nothing. What Loki answers, an error or a refusal
 * among it, is an observation and belongs in the record; only what keeps the probe from observing is thrown.
 * A `during` probe's record is one element of a series.
 */
export interface Probe<Seen> {
  /** `<claim>.<what>`, also the name of its record file: "ring.members". */
  readonly id: string;
  readonly phase: Phase;
  readonly record: z.ZodType<Seen>;
  /** Lower first, among disturbing probes; 0 unless said. Restarting ones come last. */
  readonly order?: number;
  /** Bounds one observation; the engine aborts it then. A `throughout` probe's: how long it may take to return. */
  readonly timeoutMs: number;
  /** Only with this ability of the stack can it observe; without it the record says "unavailable". */
  readonly needs?: readonly (
    | "restart"
    | "storeReader"
    | "setOverrides"
    | "lokiS3"
    | "kubernetes"
    | "watchSockets"
  )[];
  /** Tenants of ours whose small limits it means to reach; where they have others, the record says "unavailable". */
  readonly limitsOf?: readonly string[];
  /** Only where the plan asks for it; without it the record says "not planned". */
  readonly planned?: (plan: Plan) => boolean;
  observe(context: ProbeContext, signal: AbortSignal): Promise<Seen>;
}
