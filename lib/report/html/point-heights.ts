import type { Point } from "./thin-series.ts";

/** The outcomes of requests, in the order of the stacked areas from bottom to top. */
export const kinds = ["accepted", "refused", "failed", "unanswered"] as const;

/** Returns the height of each kind, in the order in which they are stacked. */
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

/** Returns the height of the stack's first `count` kinds together. */
export function upTo(heights: readonly number[], count: number): number {
  return heights.slice(0, count).reduce((sum, height) => sum + height, 0);
}
