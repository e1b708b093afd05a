import { z } from "zod";
import { outcomes } from "./outcome.ts";

/** One assertion of a suite, judged. `id` is `<suite>.<check>`, stable across runs: gates and breakages name it. */
export const checkResult = z.strictObject({
  id: z.string(),
  suite: z.string(),
  title: z.string(),
  outcome: z.enum(outcomes),
  /** The scenario said that this check must be judged: a skip of it is unknown. */
  required: z.boolean(),
  /** Why it is not pass: the assertion's message, the reason for unknown, the reason for the skip. */
  message: z.string().optional(),
  expected: z.string().optional(),
  observed: z.string().optional(),
  durationMs: z.number(),
});
export type CheckResult = z.infer<typeof checkResult>;
