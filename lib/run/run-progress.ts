import type { Progress } from "../base/log.ts";

/** The display of a run's steps on the terminal; each step receives a separate progress. */
export interface RunProgress {
  /** Runs one step of a run and shows how it ended. Rethrows the step's error. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T>;
}
