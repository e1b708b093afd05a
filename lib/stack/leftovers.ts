import { describeError, HarnessError } from "../base/errors.ts";
import { describeRun, findRuns, removeRun } from "./run-inventory.ts";

/** What runs left whose lokiproof is gone and that nobody kept: a line for each process and folder. */
export function listLeftovers(): Promise<readonly string[]> {
  return Promise.resolve(orphans().flatMap(describeRun));
}

/**
 * Removes all of them; what it removed, a line each. Never touches a run that lives or was kept. Throws HarnessError at the
 * end, with what was removed by then, where something of a run could not be: a cluster of the user's that does not answer.
 */
export async function sweepLeftovers(): Promise<readonly string[]> {
  const removed: string[] = [];
  const failed: string[] = [];
  for (const run of orphans()) {
    try {
      await removeRun(run);
      removed.push(...describeRun(run));
    } catch (error) {
      failed.push(
        `${run.runId}: ${describeError(error)}\n  if that is gone for good: rm -r ${run.folder ?? ""}`,
      );
    }
  }
  if (failed.length === 0) return removed;
  throw new HarnessError(
    `expected all of it removed, got ${removed.length} things (${removed.join(", ") || "none"}), but not all of\n${failed.join("\n")}`,
    { code: "SWEPT_IN_PART", hint: "lokiproof sweep --dry-run" },
  );
}

function orphans(): ReturnType<typeof findRuns> {
  return findRuns().filter(({ standing }) => standing === "orphaned");
}
