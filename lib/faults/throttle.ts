import { HarnessError } from "../base/errors.ts";
import { lifting, type MeasuredTarget, tell } from "./target.ts";

/** Time between two measurements of the CPU time of each throttled process. */
const periodMs = 10;
/** CPU time that a throttled process is permitted to use in advance, because /proc counts in hundredths of a second. */
const aheadS = 0.01;

/**
 * Limits each process to `cores` of CPU time per second until the returned object is disposed of. A process is frozen
 * (SIGSTOP) while it has used more CPU time than its share since the start; otherwise it runs. Throws HarnessError if
 * the CPU time of a process cannot be read.
 */
export function throttle(targets: readonly MeasuredTarget[], cores: number): Disposable {
  const held = targets.map((target) => {
    const startS = target.cpuSeconds();
    if (startS !== undefined) return { target, startS, stopped: false };
    throw new HarnessError(`the CPU time of ${target.name} cannot be read on this machine`, {
      code: "NO_CPU_TIME",
    });
  });
  if (held.length === 0)
    throw new HarnessError("no generator process is running, so none can be throttled", {
      code: "NOTHING_TO_THROTTLE",
    });
  const beganMs = performance.now();
  const timer = setInterval(() => {
    const allowedS = (cores * (performance.now() - beganMs)) / 1000 + aheadS;
    for (const one of held) {
      const stop = (one.target.cpuSeconds() ?? 0) - one.startS > allowedS;
      if (stop !== one.stopped && tell(one.target, stop ? "SIGSTOP" : "SIGCONT")) one.stopped = stop;
    }
  }, periodMs);
  return lifting(() => {
    clearInterval(timer);
    for (const { target } of held) tell(target, "SIGCONT");
  });
}
