import { z } from "zod";
import { runResult } from "./result.ts";

/**
 * A run's facts apart from its records, which the run writes to `records/run.json`. They are a RunResult without the
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
    /** True if a person stopped the run; it then exits as interrupted, whatever the outcome of its checks. */
    interrupted: z.boolean().optional(),
    /** The schema version of the manifest.json that the run ends with; absent in runs of versions that wrote none. */
    manifest: z.literal(1).optional(),
    /** The id of the earlier run whose kept stack this run used; absent if this run started a stack. */
    onStack: z.string().optional(),
  });
export type RunFacts = z.infer<typeof runFacts>;
