import { describeRun, findRuns, removeRun } from "./run-inventory.ts";

/** What runs left whose lokiproof is gone and that nobody kept: a line for each process and folder. */
export function listLeftovers(): Promise<readonly string[]> {
  return Promise.resolve(orphans().flatMap(describeRun));
}

/** Removes all of them; what it removed, a line each. Never touches a run that lives or was kept. */
export async function sweepLeftovers(): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const run of orphans()) {
    await removeRun(run);
    removed.push(...describeRun(run));
  }
  return removed;
}

function orphans(): ReturnType<typeof findRuns> {
  return findRuns().filter(({ standing }) => standing === "orphaned");
}
