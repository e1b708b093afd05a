import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * The phase of a run in which a probe observes.
 *
 * before: the stack is ready, no load yet. during: repeatedly while the load runs. after: the load has stopped.
 *
 * disturbing: last, one probe at a time in `order`; it may flush, restart, send load or change overrides.
 *
 * throughout: once, from when the stack is ready until every other phase has ended; `observe` watches until its signal
 * aborts, then returns its observations.
 */
export type Phase = "before" | "during" | "after" | "disturbing" | "throughout";

export interface ProbeContext {
  readonly stack: Stack;
  readonly plan: Plan;
  /** The run's folder. The records of the load are in its `records/`. */
  readonly runDir: string;
  readonly clock: Clock;
  readonly progress: Progress;
}

/**
 * Does the I/O for one claim and returns a typed record; it asserts nothing. Answers of Loki are observations and
 * belong in the record, including errors and refusals. Only a failure that keeps the probe from observing is thrown.
 * The record of a `during` probe is one element of a series.
 */
export interface Probe<Seen> {
  /** The probe's id, `<claim>.<what>`, such as "ring.members". It is also the name of the record file. */
  readonly id: string;
  readonly phase: Phase;
  readonly record: z.ZodType<Seen>;
  /** The order among disturbing probes, lowest first; default: 0. Probes that restart something come last. */
  readonly order?: number;
  /**
   * The timeout of one observation, after which the engine aborts it. For a `throughout` probe: the time it may take to
   * return.
   */
  readonly timeoutMs: number;
  /** The abilities of the stack that the probe needs. If one is missing, the record says "unavailable". */
  readonly needs?: readonly (
    | "restart"
    | "storeReader"
    | "setOverrides"
    | "lokiS3"
    | "kubernetes"
    | "watchSockets"
  )[];
  /**
   * lokiproof's tenants whose small limits the probe must reach. If they have other limits, the record says
   * "unavailable".
   */
  readonly limitsOf?: readonly string[];
  /**
   * Whether the plan asks for this observation; default: yes. If not, the record says "unavailable", with that reason.
   */
  readonly planned?: (plan: Plan) => boolean;
  observe(context: ProbeContext, signal: AbortSignal): Promise<Seen>;
}
