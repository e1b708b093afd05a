import { createInterface } from "node:readline/promises";
import { exitCodes, HarnessError, usageError } from "../base/errors.ts";
import { describeLoad } from "../generator/describe-load.ts";
import { printError } from "../output/print.ts";
import { describePlan } from "../plan/describe-plan.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Shows what would be done to a cluster that is not ours, and goes on only when the person at the terminal agrees, or
 * said so before (`--yes`). Throws usageError where nobody can be asked, HarnessError NOT_AGREED where they do not.
 */
export async function agree(
  shown: string,
  { yes, context, signal }: { readonly yes: boolean; readonly context: string; readonly signal: AbortSignal },
): Promise<void> {
  printError(shown);
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw usageError(
      "the plan above is for a cluster that lokiproof did not make: expected --yes, as nobody can be asked here",
      {
        code: "NOT_AGREED",
        hint: "read the plan; then give the same command with --yes",
      },
    );
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`go on with ${context}? Type yes: `, { signal });
    if (answer.trim().toLowerCase() === "yes") return;
  } finally {
    asking.close();
  }
  throw new HarnessError("nothing was done: the plan was not agreed to", {
    code: "NOT_AGREED",
    exitCode: exitCodes.usage,
  });
}

/** The same for a plan that names a kind cluster of the user's; nothing is asked for any other. */
export async function agreeToNamed(
  plan: Plan,
  { yes = false, signal }: { readonly yes: boolean | undefined; readonly signal: AbortSignal },
): Promise<void> {
  if (plan.kindCluster === undefined) return;
  await agree(describePlan(plan, describeLoad(plan)), { yes, context: `kind-${plan.kindCluster}`, signal });
}
