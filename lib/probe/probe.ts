import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { Progress } from "../base/log.ts";
import type { Plan } from "../plan/plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * The phase of a run in which a probe observes.
 *
 * before: the stack is ready and has no load yet. during: repeatedly while the load runs. after: the load has stopped.
 *
 * disturbing: last, one probe at a time in `order`. Such a probe is permitted to flush, restart, send load or change
 * overrides.
 *
 * throughout: once, from when the stack is ready until every other phase has ended. The probe's `observe` watches until
 * its signal aborts, then returns its observations.
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
 * A probe does the I/O for one claim and returns a typed record; it asserts nothing. Answers of Loki are observations
 * and belong in the record, including errors and refusals. Only a failure that keeps the probe from observing is
 * thrown. The record of a `during` probe is one element of a series.
 */
export interface Probe<Seen> {
  /** The probe's id, `<claim>.<what>`, such as "ring.members". The record file has the same name. */
  readonly id: string;
  readonly phase: Phase;
  readonly record: z.ZodType<Seen>;
  /**
   * The position of a probe among the disturbing probes, lowest first; default: 0. Probes that restart something come
   * last.
   */
  readonly order?: number;
  /**
   * The timeout of one observation, after which the probe is aborted. For a `throughout` probe, it limits the time
   * between the end of the run's other phases and the return of `observe`.
   */
  readonly timeoutMs: number;
  /** The abilities of the stack that the probe needs. If the stack lacks one, the probe's record says "unavailable". */
  readonly needs?: readonly (
    | "restart"
    | "storeReader"
    | "setOverrides"
    | "lokiS3"
    | "kubernetes"
    | "watchSockets"
  )[];
  /**
   * The lokiproof tenants whose small limits the probe must reach. If these tenants have other limits, the probe's
   * record says "unavailable".
   */
  readonly limitsOf?: readonly string[];
  /**
   * Whether the plan contains what the probe observes; default: yes. If not, the probe's record says "unavailable",
   * with that reason.
   */
  readonly planned?: (plan: Plan) => boolean;
  observe(context: ProbeContext, signal: AbortSignal): Promise<Seen>;
}
