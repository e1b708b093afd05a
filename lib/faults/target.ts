/**
 * A process that a fault is permitted to freeze or throttle: lokiproof started the process and can identify it by more
 * than its pid.
 */
export interface Target {
  readonly name: string;
  readonly pid: number;
  /** Returns whether the process with this pid is still the one that lokiproof started. */
  isAlive(): boolean;
}

export interface MeasuredTarget extends Target {
  /** Returns the CPU time that the process has used, in seconds; undefined if it cannot be read. */
  cpuSeconds(): number | undefined;
}

/** Returns a Disposable that lifts a fault once: on disposal, or when lokiproof exits without disposing of it. */
export function lifting(lift: () => void): Disposable {
  process.once("exit", lift);
  return {
    [Symbol.dispose]: () => {
      process.off("exit", lift);
      lift();
    },
  };
}

/**
 * Sends a signal to the process's whole group, because nginx and its workers count as one. Returns false if the
 * process or its group is gone.
 */
export function tell(target: Target, signal: "SIGSTOP" | "SIGCONT"): boolean {
  if (!target.isAlive()) return false;
  try {
    process.kill(-target.pid, signal);
    return true;
  } catch {
    return false;
  }
}
