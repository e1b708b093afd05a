import type { Point } from "./thin-series.ts";

/** How requests end, from the bottom of a stacked area to its top. */
export const kinds = ["accepted", "refused", "failed", "unanswered"] as const;

/** How much of each kind there is, in the order in which they are stacked. */
export type Heights = (point: Point) => readonly [number, number, number, number];

export const pushHeights: Heights = (point) => [
  point.acceptedBytesPerSecond,
  point.refusedBytesPerSecond,
  point.failedBytesPerSecond,
  point.indeterminateBytesPerSecond,
];
export const queryHeights: Heights = ({ queriesPerSecond: { ok, refused, failed, indeterminate } }) => [
  ok,
  refused,
  failed,
  indeterminate,
];

/** The height at which the first `count` kinds end. */
export function upTo(heights: readonly number[], count: number): number {
  return heights.slice(0, count).reduce((sum, height) => sum + height, 0);
}
