import { isDeepStrictEqual } from "node:util";
import { usageError } from "../base/errors.ts";
import { shell } from "../base/shell-words.ts";
import type { Plan } from "../plan/plan.ts";
import { attach, keptRuns } from "./attach.ts";
import type { StackProvider } from "./stack.ts";

/** What a stack is started from: a plan that wants another one cannot be proven on it. */
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
 * Gives a stack that another lokiproof left running, in place of a new one. Throws usageError where there is no such
 * stack, or it was started from a plan that differs in what is started. Disposing of it ends it, as of any other.
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

/** As it is in a file: what is undefined is not there. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
