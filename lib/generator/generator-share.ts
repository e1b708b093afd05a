import type { Schedule } from "../traffic/arrivals.ts";

/** One k6 process's share of a load that `of` processes split; `index` counts from 0. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

export const wholeLoad: Share = { index: 0, of: 1 };

/**
 * Returns the arguments that make k6 send only its share. With segments of equal length, k6 gives arrival n of every
 * scenario to segment n modulo the number of segments. This is true only if the number of the scenario's virtual users
 * is a multiple of the number of segments (lib/execution_segment.go, `GetStripedOffsets` and
 * `GetNewExecutionSegmentSequenceFromValue`, 1.8.1). `iterationInTest` counts over all segments.
 */
export function segmentArguments({ index, of }: Share): readonly string[] {
  if (of === 1) return [];
  const points = Array.from({ length: of + 1 }, (_, i) => (i === 0 ? "0" : i === of ? "1" : `${i}/${of}`));
  return [
    `--execution-segment=${points[index]}:${points[index + 1]}`,
    `--execution-segment-sequence=${points.join(",")}`,
  ];
}

/** Returns how many of `count` arrivals (or virtual users) belong to a generator's share. */
export function countOf(count: number, { index, of }: Share): number {
  return Math.max(0, Math.ceil((count - index) / of));
}

/**
 * Returns one generator's part of a scenario's schedule: the part's n-th arrival is the scenario's arrival `index + n *
 * of`.
 */
export function sharedSchedule({ dueNs, dueBy }: Schedule, share: Share): Schedule {
  return {
    dueNs: (arrival) => dueNs(share.index + arrival * share.of),
    dueBy: (ns) => countOf(dueBy(ns), share),
  };
}
