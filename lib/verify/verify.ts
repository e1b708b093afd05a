import { judgeVerification } from "./judge-verification.ts";
import { mayBeGone } from "./may-be-gone.ts";
import { type ReadAgainOptions, readAgain } from "./read-again.ts";
import type { SavedRun } from "./saved-run.ts";
import type { Verification } from "./verification.ts";

export interface VerifyOptions extends ReadAgainOptions {
  /** Name of the verified stack, if lokiproof kept that stack. */
  readonly stack?: string;
  /** True if the verified stack is known to be the one to which the run wrote. */
  readonly isOwnStack: boolean;
  readonly now: Date;
}

/**
 * Reads back, from any Loki, the lines that an earlier run had acknowledged, and judges them. Throws only if aborted.
 */
export async function verify(saved: SavedRun, options: VerifyOptions): Promise<Verification> {
  const { plan, pushes } = saved;
  const seen = await readAgain(saved, options);
  const { isOwnStack, now } = options;
  const due = { pushes, seed: plan.seed, isOwnStack, mayBeGone: mayBeGone(plan, now.getTime()) };
  return {
    schemaVersion: 1,
    runId: plan.runId,
    scenario: plan.scenario,
    seed: plan.seed,
    verifiedAt: options.now.toISOString(),
    url: options.url,
    ...(options.stack === undefined ? {} : { stack: options.stack }),
    ...judgeVerification(due, seen),
  };
}
