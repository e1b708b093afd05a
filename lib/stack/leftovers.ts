import { describeError, HarnessError } from "../base/errors.ts";
import { describeRun, findRuns, removeRun } from "./run-inventory.ts";

/**
 * Lists what orphaned runs left, one line per process, resource and folder. A run is orphaned if its lokiproof is gone
 * and no user kept it.
 */
export function listLeftovers(): Promise<readonly string[]> {
  return Promise.resolve(orphans().flatMap(describeRun));
}

/**
 * Removes what all orphaned runs left and returns one line per removed thing. Never touches a run that is still
 * active or was kept. Throws HarnessError at the end if something could not be removed, for example because the
 * user's cluster does not answer; the error lists what was removed.
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
    `removed ${removed.length} resources (${removed.join(", ") || "none"}); these could not be removed:\n${failed.join("\n")}`,
    { code: "SWEPT_IN_PART", hint: "lokiproof sweep --dry-run" },
  );
}

function orphans(): ReturnType<typeof findRuns> {
  return findRuns().filter(({ standing }) => standing === "orphaned");
}
