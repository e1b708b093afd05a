import { judgeVerification } from "./judge-verification.ts";
import { mayBeGone } from "./may-be-gone.ts";
import { type ReadAgainOptions, readAgain } from "./read-again.ts";
import type { SavedRun } from "./saved-run.ts";
import type { Verification } from "./verification.ts";

export interface VerifyOptions extends ReadAgainOptions {
  /** Name of the stack, if it is one that lokiproof kept. */
  readonly stack?: string;
  /** True if the stack is known to be the one that the run wrote to. */
  readonly isOwnStack: boolean;
  readonly now: Date;
}

/** Reads back what an earlier run had acknowledged, from any Loki, and judges it. Throws only if aborted. */
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
