import type { Progress } from "../base/log.ts";

/** The steps of a run as the person at the terminal sees them; each step's own progress is passed to it. */
export interface RunProgress {
  /** Runs one step and shows how it ended; rethrows what it threw. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T>;
}
