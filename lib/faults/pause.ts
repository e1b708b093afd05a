import { HarnessError } from "../base/errors.ts";
import { lifting, type Target, tell } from "./target.ts";

/**
 * Freezes every process (SIGSTOP) until the returned object is disposed of. Sockets stay open and the kernel still
 * accepts connections, so clients wait as they do for a process that hangs. Throws HarnessError if a process is not
 * alive, after resuming the others: a partial fault would be judged as a complete one.
 */
export function pause(targets: readonly Target[]): Disposable {
  const resume = (): void => {
    for (const target of targets) tell(target, "SIGCONT");
  };
  const missed = targets.filter((target) => !tell(target, "SIGSTOP"));
  if (targets.length > 0 && missed.length === 0) return lifting(resume);
  resume();
  const names = missed.map(({ name }) => name).join(", ");
  throw new HarnessError(targets.length === 0 ? "nothing to pause" : `not there to be paused: ${names}`, {
    code: "NOTHING_TO_PAUSE",
  });
}
