/** A process that may be stopped and held back: one that lokiproof started, and knows again by more than its number. */
export interface Target {
  readonly name: string;
  readonly pid: number;
  /** Whether the process of that number is still the one that was started. */
  isAlive(): boolean;
}

export interface MeasuredTarget extends Target {
  /** CPU time it has used, in seconds; undefined where that cannot be seen. */
  cpuSeconds(): number | undefined;
}

/** Lifts a fault once: when it is disposed, or when lokiproof leaves without disposing of anything. */
export function lifting(lift: () => void): Disposable {
  process.once("exit", lift);
  return {
    [Symbol.dispose]: () => {
      process.off("exit", lift);
      lift();
    },
  };
}

/** To the whole group of the process: nginx and its workers are one. False where nobody was there to be told. */
export function tell(target: Target, signal: "SIGSTOP" | "SIGCONT"): boolean {
  if (!target.isAlive()) return false;
  try {
    process.kill(-target.pid, signal);
    return true;
  } catch {
    return false;
  }
}
