import { z } from "zod";
import { runResult } from "./result.ts";

/**
 * A run's own facts, next to its records, which the run writes to `records/run.json`. It is a RunResult without the
 * fields that judging adds, so that a saved run can be judged again with the same result.
 */
export const runFacts = runResult
  .omit({
    verdict: true,
    breakageShown: true,
    exitCode: true,
    reason: true,
    checks: true,
    figures: true,
    tenants: true,
    generators: true,
    queries: true,
    ratios: true,
    faults: true,
    manifestSha256: true,
  })
  .extend({
    /** Whether a person stopped the run; it then exits as interrupted, whatever the outcome of its checks. */
    interrupted: z.boolean().optional(),
    /** The schema version of the manifest.json that the run ends with; absent in runs of versions that wrote none. */
    manifest: z.literal(1).optional(),
    /** The id of the run whose kept stack this run used; absent if it started its own stack. */
    onStack: z.string().optional(),
  });
export type RunFacts = z.infer<typeof runFacts>;
