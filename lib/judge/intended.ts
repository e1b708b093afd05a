import { unstated } from "../plan/attachment.ts";
import type { Plan } from "../plan/plan.ts";
import { unknown } from "./unknown.ts";

/**
 * Ends the check as unknown where what it held a running cluster to was read from that same cluster: then they agree,
 * and nobody said what was meant. Comes after every assertion, which may fail all the same.
 */
export function intended(plan: Plan, topics: readonly string[]): void {
  const open = unstated(plan, topics);
  if (open.length === 0) return;
  unknown(
    `consistent, intent unknown: ${open.join(", ")} was read from the cluster itself; state what is meant in a file and give it with --expect`,
  );
}
