import { usageError } from "../base/errors.ts";
import { attach, keptRuns } from "../stack/attach.ts";
import { findRuns } from "../stack/run-inventory.ts";
import type { SavedRun } from "../verify/saved-run.ts";
import { enterStack } from "./seal.ts";

/** The Loki from which a run's lines are read back. */
export interface StackToVerify {
  readonly url: string;
  /** The kept stack's name; absent if lokiproof did not create the Loki. */
  readonly stack?: string;
  /** Whether this Loki is the stack that the run wrote to. */
  readonly isOwnStack: boolean;
}

interface NamedStack {
  readonly stack?: string;
  readonly url?: string;
}

/**
 * Finds the Loki from which to read a run's lines: the one that the user named, else the run's own stack if it was
 * kept. Never chooses another run's stack. Another stack has none of this run's lines, so all of them would be reported
 * as lost.
 */
export async function stackToVerify(
  { stack, url }: NamedStack,
  { stackId }: Pick<SavedRun, "stackId">,
  signal: AbortSignal,
): Promise<StackToVerify> {
  if (url !== undefined && stack !== undefined) {
    throw usageError("verify: expected --stack or --url, got both", { code: "WHICH_STACK" });
  }
  if (url !== undefined) return { url, isOwnStack: false };
  const name =
    stack === undefined ? ownStack(stackId) : (keptRuns({ runId: stack, all: false })[0]?.runId ?? stack);
  enterStack(name);
  const attached = await attach(name, signal);
  const isOwnStack = name === stackId && attached.state.plan.runId === stackId;
  return { stack: name, url: attached.gatewayUrl, isOwnStack };
}

function ownStack(stackId: string): string {
  const kept = findRuns().filter(({ standing }) => standing === "kept");
  if (kept.some(({ runId }) => runId === stackId)) return stackId;
  const others = kept.map(({ runId }) => runId).join(", ");
  throw usageError(
    `the run's own stack, ${stackId}, was not kept${others === "" ? "" : `; those that are kept belong to other runs: ${others}`}`,
    {
      code: "WHICH_STACK",
      hint: "name the Loki that has the run's lines: --stack RUN-ID or --url URL; next time: lokiproof run --keep",
    },
  );
}
