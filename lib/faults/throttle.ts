import { HarnessError } from "../base/errors.ts";
import { lifting, type MeasuredTarget, tell } from "./target.ts";

/** How often each process is looked at. */
const periodMs = 10;
/** What it may use ahead of its share: /proc counts CPU time in hundredths of a second. */
const aheadS = 0.01;

/**
 * Holds each process to `cores` of CPU time a second: it is stopped (SIGSTOP) whenever it has used more than its share
 * since the start, and goes on when its share has caught up. Disposing lets all of them go on. Throws HarnessError
 * where the CPU time of one cannot be seen.
 */
export function throttle(targets: readonly MeasuredTarget[], cores: number): Disposable {
  const held = targets.map((target) => {
    const startS = target.cpuSeconds();
    if (startS !== undefined) return { target, startS, stopped: false };
    throw new HarnessError(`the CPU time of ${target.name} cannot be seen here`, { code: "NO_CPU_TIME" });
  });
  if (held.length === 0) throw new HarnessError("nothing to hold back", { code: "NOTHING_TO_THROTTLE" });
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
