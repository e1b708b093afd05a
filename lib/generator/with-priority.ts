import { writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/**
 * Starts a process with a better priority than lokiproof's own, where that is allowed (root): a generator must not be
 * what a busy machine slows down. A priority set later would miss the threads that Go has started by then, so the
 * child inherits ours at its start. Where it is not allowed, the start lag tells when it mattered.
 */
export function withPriority<T extends { readonly pid?: number | undefined }>(start: () => T): T {
  const own = getPriority();
  const { PRIORITY_HIGH } = constants.priority;
  // A pod may have been given a better one, which it could not take back.
  const raised = own > PRIORITY_HIGH && attempt(() => setPriority(PRIORITY_HIGH));
  const child = start();
  if (raised) setPriority(own);
  // Linux shares the CPU among sessions first (sched(7), autogroup): there a nice value counts only within one, and a
  // single k6 stood against each of the many Loki processes.
  attempt(() => writeFileSync(`/proc/${child.pid}/autogroup`, `${constants.priority.PRIORITY_HIGHEST / 2}`));
  return child;
}

function attempt(change: () => void): boolean {
  try {
    change();
    return true;
  } catch {
    return false;
  }
}
