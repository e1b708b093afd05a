import { z } from "zod";
import { runResult } from "./result.ts";

/**
 * What a run knows of itself beside its records, as the engine writes it to `records/run.json`: a RunResult without
 * what judging adds. With it a saved run is judged again to the same result.
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
    /** The run was stopped by a person; it exits as interrupted whatever its checks came to. */
    interrupted: z.boolean().optional(),
    /** The run ends with a manifest.json of this schema version; absent in runs from before manifests. */
    manifest: z.literal(1).optional(),
    /** The run whose kept stack it ran on; absent if it had a stack of its own. */
    onStack: z.string().optional(),
  });
export type RunFacts = z.infer<typeof runFacts>;
