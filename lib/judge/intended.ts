import { unstated } from "../plan/attachment.ts";
import type { Plan } from "../plan/plan.ts";
import { unknown } from "./unknown.ts";

/**
 * Ends the check as unknown if its expectations were read from the same running cluster that it checks. Such a check
 * shows that the cluster is consistent, not that the cluster is as its owner wants it. Call this after every assertion,
 * so that an assertion can still fail the check.
 */
export function intended(plan: Plan, topics: readonly string[]): void {
  const open = unstated(plan, topics);
  if (open.length === 0) return;
  unknown(
    `consistent, intent unknown: ${open.join(", ")} was read from the cluster itself, so it could not be compared with what you intended; state it in a file, and pass that as --expect`,
  );
}
