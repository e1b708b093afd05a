import type { Point } from "./thin-series.ts";

/** The outcomes of requests, in the order of the stacked areas from bottom to top. */
export const kinds = ["accepted", "refused", "failed", "unanswered"] as const;

/**
 * A function that returns the height of each request outcome at a point, in the order in which the areas are stacked.
 */
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

/** Returns the height of the first `count` stacked areas together. */
export function upTo(heights: readonly number[], count: number): number {
  return heights.slice(0, count).reduce((sum, height) => sum + height, 0);
}
