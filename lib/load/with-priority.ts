import { constants, getPriority, setPriority } from "node:os";

/**
 * Starts a process with a better priority than lokiproof's own, where that is allowed (root): a generator must not be
 * what a busy machine slows down. A priority set later would miss the threads that Go has started by then, so the
 * child inherits ours at its start.
 */
export function withPriority<T>(start: () => T): T {
  const own = getPriority();
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
  } catch {
    // Not allowed: the start lag tells when it mattered.
    return start();
  }
  try {
    return start();
  } finally {
    setPriority(own);
  }
}
