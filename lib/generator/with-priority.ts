import { writeFileSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/**
 * Starts a process with a higher priority than lokiproof's own, if this is permitted (root), so that a busy machine
 * does not slow the generator down. First raises lokiproof's own priority, because the child inherits it. Setting the
 * child's priority later would miss the threads that Go has already started. If a higher priority is not permitted, the
 * start lag shows whether that mattered.
 */
export function withPriority<T extends { readonly pid?: number | undefined }>(start: () => T): T {
  const own = getPriority();
  const { PRIORITY_HIGH } = constants.priority;
  // The priority is not raised in a pod that already has a higher one, which it could not restore.
  const raised = own > PRIORITY_HIGH && attempt(() => setPriority(PRIORITY_HIGH));
  const child = start();
  if (raised) setPriority(own);
  // Linux shares the CPU among sessions first (sched(7), autogroup), and a nice value counts only within a session.
  // Without this value for the session, a single k6 would compete with each of the many Loki processes as an equal.
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
