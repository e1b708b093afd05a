import type { Schedule } from "../traffic/arrivals.ts";

/** One of the k6 that share a load: number `index` (from 0) of `of`. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

export const wholeLoad: Share = { index: 0, of: 1 };

/**
 * What makes k6 send its share and no more. Of segments of equal length k6 gives arrival n of every scenario to segment
 * n modulo their number, as long as the scenario's virtual users are a multiple of it (lib/execution_segment.go,
 * `GetStripedOffsets` and `GetNewExecutionSegmentSequenceFromValue`, 1.8.1); `iterationInTest` counts over all of them.
 */
export function segmentArguments({ index, of }: Share): readonly string[] {
  if (of === 1) return [];
  const points = Array.from({ length: of + 1 }, (_, i) => (i === 0 ? "0" : i === of ? "1" : `${i}/${of}`));
  return [
    `--execution-segment=${points[index]}:${points[index + 1]}`,
    `--execution-segment-sequence=${points.join(",")}`,
  ];
}

/** How many of `count` arrivals (or virtual users) are the share's. */
export function countOf(count: number, { index, of }: Share): number {
  return Math.max(0, Math.ceil((count - index) / of));
}

/** A scenario's schedule as one generator has it: its n-th arrival is the scenario's arrival `index + n * of`. */
export function sharedSchedule({ dueNs, dueBy }: Schedule, share: Share): Schedule {
  return {
    dueNs: (arrival) => dueNs(share.index + arrival * share.of),
    dueBy: (ns) => countOf(dueBy(ns), share),
  };
}
