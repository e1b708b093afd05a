import { z } from "zod";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import { plan } from "../plan/plan.ts";
import { attachKind } from "./kind/attach-kind.ts";
import type { KindStack } from "./kind/kind-stack.ts";
import { attachLocal } from "./local/attach-local.ts";
import type { LocalStack } from "./local/local-stack.ts";
import { type FoundRun, findRuns } from "./run-inventory.ts";
import { runPaths } from "./run-paths.ts";
import { readState } from "./stack-file.ts";

/** The parts that every stack.json has. Version 1 describes a local stack, version 2 a kind stack. */
const anyState = z.object({
  version: z.union([z.literal(1), z.literal(2)]),
  plan: plan.pick({ provider: true }).loose(),
});

/**
 * Returns a stack that another lokiproof left running. Throws HarnessError if the stack's state cannot be read, or if a
 * kind stack does not answer.
 */
export async function attach(runId: string, signal: AbortSignal): Promise<LocalStack | KindStack> {
  const { stackFile } = runPaths(runId);
  const { provider } = readState(stackFile, anyState).plan;
  return provider === "kind" ? await attachKind(runId, signal) : attachLocal(runId);
}

/**
 * Returns the kept runs that a user selected: the named one, all of them, or the only one. Throws usageError if none or
 * several match, or if the named run belongs to a lokiproof that is still running.
 */
export function keptRuns(wish: {
  readonly runId?: string | undefined;
  readonly all: boolean;
}): readonly FoundRun[] {
  const kept = findRuns().filter(({ standing }) => standing === "kept");
  if (wish.all && wish.runId !== undefined) {
    throw usageError(`expected ${wish.runId} or --all, got both`, {
      code: "WHICH_STACK",
      hint: shell`lokiproof down ${wish.runId}`,
    });
  }
  if (wish.all) return kept;
  if (wish.runId !== undefined) return [named(wish.runId)];
  if (kept.length === 1) return kept;
  throw whichStack(kept, {
    ifNone: "lokiproof status",
    ifSeveral: (runId) => shell`lokiproof down ${runId}; or: lokiproof down --all`,
  });
}

/**
 * Returns the error for a command that needs exactly one kept stack, if the user named none and none or several are
 * kept.
 */
export function whichStack(
  kept: readonly Pick<FoundRun, "runId">[],
  next: { readonly ifNone: string; readonly ifSeveral: (runId: string) => string },
): Error {
  const [first] = kept;
  if (first === undefined) {
    return usageError("no stack is kept on this machine", { code: "WHICH_STACK", hint: next.ifNone });
  }
  const names = kept.map(({ runId }) => runId).join(", ");
  return usageError(`${kept.length} stacks are kept; say which one: ${names}`, {
    code: "WHICH_STACK",
    hint: next.ifSeveral(first.runId),
  });
}

function named(runId: string): FoundRun {
  const run = findRuns().find((one) => one.runId === runId);
  if (run === undefined) {
    throw usageError(`no stack ${runId}`, { code: "NO_SUCH_STACK", hint: "lokiproof status" });
  }
  if (run.standing !== "owned") return run;
  const pid = run.owner?.pid;
  throw usageError(
    `stack ${runId} belongs to a lokiproof ${pid === undefined ? "that has just begun" : `at work (pid ${pid})`}`,
    {
      code: "STACK_IN_USE",
      hint: `wait for it${pid === undefined ? "" : `, or interrupt it: kill -INT ${pid}`}`,
    },
  );
}
