import { mix } from "./line-id.ts";

/** How a stream's lines are cut into pushes. Pure, k6 uses it too. */
export interface LineGeometry {
  /** Mean length of a line in bytes; a line is never shorter than `shortestLine`. */
  readonly lineBytes: number;
  readonly linesPerPush: number;
}

/** What the shortest form of every line format needs. */
export const shortestLine = 80;

/** Every 50th line is long: a stack trace, or a request with much to ask. */
export function isLong(index: number): boolean {
  return index % 50 === 17;
}

/**
 * Length in bytes of line `index` of a push, of every format: 70% to 110% of the mean, evenly (by the golden ratio, so
 * that the mean of a few is right, too), and 590% for the long ones. 49 x 90% + 590% are 50 means.
 */
export function lineLength(index: number, lineBytes: number): number {
  if (isLong(index)) return Math.max(shortestLine, Math.floor(lineBytes * 5.9));
  const even = (Math.imul(index, 0x9e3779b1) >>> 0) / 2 ** 32;
  return Math.max(shortestLine, Math.floor(lineBytes * (0.7 + 0.4 * even)));
}

/** Bytes of log lines in one push, exactly: the same for every stream, format and push. */
export function pushLineBytes({ lineBytes, linesPerPush }: LineGeometry): number {
  let sum = 0;
  for (let index = 0; index < linesPerPush; index++) sum += lineLength(index, lineBytes);
  return sum;
}

/**
 * How many different pushes a stream sends, told apart by more than their ids: as many as make about 400 KB,
 * 8 at most, so that small pushes do not repeat within one block of Loki's.
 */
export function variantsOf({ lineBytes, linesPerPush }: LineGeometry): number {
  return Math.max(1, Math.min(8, Math.round(400_000 / (lineBytes * linesPerPush))));
}

/** Which of them push number `push` of a stream is. */
export function variantOf(push: number, geometry: LineGeometry): number {
  return (mix(0x7a7, push) >>> 0) % variantsOf(geometry);
}

/** The second that the entries of a push lie in, in seconds since the epoch: that in which the script was called. */
export function pushSecond(enteredMs: number): number {
  return Math.floor(enteredMs / 1000);
}
