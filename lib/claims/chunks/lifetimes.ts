import { type LabelMatch, samplesOf } from "../../loki/metrics.ts";
import type { CountersSnapshot } from "../../run-folder/counters-record.ts";

export interface CounterChoice {
  readonly metric: string;
  readonly labels?: LabelMatch;
}

/**
 * Returns a Loki process's counter values, one for each of its lives between restarts, the current life last. Each
 * value is the counter at the end of that life. Snapshots are taken before every restart. A new process start time
 * begins a new life at zero. A life without the counter counts as 0.
 */
export function lifetimes(
  snapshots: readonly CountersSnapshot[],
  member: string,
  { metric, labels }: CounterChoice,
): readonly number[] {
  const ends: number[] = [];
  let previous: number | undefined;
  let bornS: number | undefined;
  for (const { members } of snapshots) {
    const seen = members[member];
    if (seen === undefined || seen.error !== undefined) continue;
    const value = samplesOf(seen.samples, metric, labels).reduce((sum, sample) => sum + sample.value, 0);
    const startedS = samplesOf(seen.samples, "process_start_time_seconds")[0]?.value;
    if (previous !== undefined && (startedS !== bornS || value < previous)) ends.push(previous);
    previous = value;
    bornS = startedS;
  }
  return previous === undefined ? ends : [...ends, previous];
}
