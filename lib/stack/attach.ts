import { z } from "zod";
import { usageError } from "../base/errors.ts";
import { plan } from "../scenario/plan.ts";
import { attachKind } from "./kind/attach-kind.ts";
import type { KindStack } from "./kind/kind-stack.ts";
import { attachLocal } from "./local/attach-local.ts";
import type { LocalStack } from "./local/local-stack.ts";
import { type FoundRun, findRuns } from "./run-inventory.ts";
import { runPaths } from "./run-paths.ts";
import { readState } from "./stack-file.ts";

const anyState = z.object({ plan: plan.pick({ provider: true }).loose() });

/** A stack that another lokiproof left running. Throws HarnessError when its state cannot be read or it does not answer. */
export async function attach(runId: string, signal: AbortSignal): Promise<LocalStack | KindStack> {
  const { stackFile } = runPaths(runId);
  const { provider } = readState(stackFile, anyState).plan;
  return provider === "kind" ? await attachKind(runId, signal) : attachLocal(runId);
}

/**
 * The kept runs that a user means: the one named, all of them, or the only one there is. Throws usageError when that
 * is none or more than one, or when the run named belongs to a lokiproof that is still at work.
 */
export function keptRuns(wish: {
  readonly runId?: string | undefined;
  readonly all: boolean;
}): readonly FoundRun[] {
  const kept = findRuns().filter(({ standing }) => standing === "kept");
  if (wish.all) return kept;
  if (wish.runId !== undefined) return [named(wish.runId)];
  if (kept.length === 1) return kept;
  throw usageError(`expected which of ${kept.length} kept stacks is meant`, {
    code: "WHICH_STACK",
    hint:
      kept.length === 0 ? "lokiproof status" : `lokiproof down ${kept[0]?.runId}; or: lokiproof down --all`,
  });
}

function named(runId: string): FoundRun {
  const run = findRuns().find((one) => one.runId === runId);
  if (run === undefined) {
    throw usageError(`no stack ${runId}`, { code: "NO_SUCH_STACK", hint: "lokiproof status" });
  }
  if (run.standing !== "owned") return run;
  throw usageError(`stack ${runId} belongs to a lokiproof at work (pid ${run.owner?.pid})`, {
    code: "STACK_IN_USE",
    hint: `wait for it, or interrupt it: kill -INT ${run.owner?.pid}`,
  });
}
