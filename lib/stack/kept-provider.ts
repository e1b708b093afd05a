import { isDeepStrictEqual } from "node:util";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import type { Plan } from "../plan/plan.ts";
import { attach, keptRuns } from "./attach.ts";
import type { StackProvider } from "./stack.ts";

/** The parts of a plan from which a stack is started. A plan with a different part cannot be tested on a kept stack. */
const startedFrom = [
  "provider",
  "kindCluster",
  "lokiVersion",
  "replicas",
  "bucket",
  "config",
  "overrides",
  "breakage",
] as const;

/**
 * Returns a provider whose `up` returns a stack that another lokiproof left running. Throws usageError if there is no
 * such stack, or if its plan differs in a part that a stack is started from. Disposing of the stack ends it, like any
 * other stack.
 */
export async function keptProvider(runId: string, plan: Plan, signal: AbortSignal): Promise<StackProvider> {
  const [kept] = keptRuns({ runId, all: false });
  const stack = await attach(kept?.runId ?? runId, signal);
  requireSame(stack.state.plan, plan);
  return { name: stack.provider, up: () => Promise.resolve(stack) };
}

function requireSame(started: Plan, wanted: Plan): void {
  const differing = startedFrom.filter(
    (part) => !isDeepStrictEqual(plain(started[part]), plain(wanted[part])),
  );
  if (differing.length === 0) return;
  throw usageError(
    `stack ${started.runId}: expected one started from this plan's ${startedFrom.join(", ")}, got another ${differing.join(", ")}`,
    {
      code: "OTHER_STACK",
      hint: `${shell`lokiproof up ${wanted.scenario}`}, or the flags with which it was started: ${started.replay}`,
    },
  );
}

/** Returns the value as a JSON file would return it: without properties that are undefined. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
