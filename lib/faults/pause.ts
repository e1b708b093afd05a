import { HarnessError } from "../base/errors.ts";
import { lifting, type Target, tell } from "./target.ts";

/**
 * Stops every process where it is (SIGSTOP); disposing lets all of them go on. Sockets stay open and the kernel still
 * accepts connections: whoever calls them waits, as with a process that hangs. Throws HarnessError, with all of them
 * going on, when one is not there to be stopped: half a fault would be judged as a whole one.
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
