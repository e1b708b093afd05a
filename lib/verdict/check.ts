import { z } from "zod";
import { outcomes } from "./outcome.ts";

/**
 * One judged check of a suite. `id` is `<suite>.<check>` and stable across runs, because CI gates and breakages
 * (deliberate faults) refer to it.
 */
export const checkResult = z.strictObject({
  id: z.string(),
  suite: z.string(),
  title: z.string(),
  outcome: z.enum(outcomes),
  /** Whether the scenario requires this check: skipping a required check counts as unknown. */
  required: z.boolean(),
  /** Why the check's outcome is not pass: the assertion's message, or the reason for unknown or skip. */
  message: z.string().optional(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  durationMs: z.number(),
});
export type CheckResult = z.infer<typeof checkResult>;
