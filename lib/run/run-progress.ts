import type { Progress } from "../base/log.ts";

/** Shows the steps of a run on the terminal; each step receives its own progress. */
export interface RunProgress {
  /** Runs one step and shows how it ended. Rethrows its error. */
  step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T>;
}
