import { createInterface } from "node:readline/promises";
import { exitCodes, HarnessError, usageError } from "../base/errors.ts";
import { describeLoad } from "../generator/describe-load.ts";
import { printError } from "../output/print.ts";
import { describePlan } from "../plan/describe-plan.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Prints the actions on a cluster that lokiproof did not create, then asks the person at the terminal to agree. With
 * `--yes`, does not ask. Throws usageError if there is no terminal, and HarnessError NOT_AGREED if the answer is no.
 */
export async function agree(
  shown: string,
  { yes, context, signal }: { readonly yes: boolean; readonly context: string; readonly signal: AbortSignal },
): Promise<void> {
  printError(shown);
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw usageError(
      "the plan above is for a cluster that lokiproof did not make: pass --yes, because there is no terminal here to confirm it",
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

/** Asks the person at the terminal to agree if the plan names the user's own kind cluster; otherwise does nothing. */
export async function agreeToNamed(
  plan: Plan,
  { yes = false, signal }: { readonly yes: boolean | undefined; readonly signal: AbortSignal },
): Promise<void> {
  if (plan.kindCluster === undefined) return;
  await agree(describePlan(plan, describeLoad(plan)), { yes, context: `kind-${plan.kindCluster}`, signal });
}
