import { mix } from "./line-id.ts";

/**
 * The size of a stream's lines and pushes: how long lines are, and how many a push has. Pure, because k6 uses it too.
 */
export interface LineGeometry {
  /** The mean length of a line in bytes. A line is never shorter than `shortestLine`. */
  readonly lineBytes: number;
  readonly linesPerPush: number;
}

/** The minimum length of a line in bytes. Every line format fits into it. */
export const shortestLine = 80;

/** Returns true for every 50th line of a push. These lines are long: a stack trace, or a request with a long query. */
export function isLong(index: number): boolean {
  return index % 50 === 17;
}

/**
 * Returns the length in bytes of line `index` of a push, in every format. Most lines have 70% to 110% of the mean. The
 * golden ratio spreads their lengths evenly, so that even a few lines have about the right mean. Long lines have 590%:
 * 49 x 90% + 590% equals 50 times the mean.
 */
export function lineLength(index: number, lineBytes: number): number {
  if (isLong(index)) return Math.max(shortestLine, Math.floor(lineBytes * 5.9));
  const even = (Math.imul(index, 0x9e3779b1) >>> 0) / 2 ** 32;
  return Math.max(shortestLine, Math.floor(lineBytes * (0.7 + 0.4 * even)));
}

/** Returns the exact bytes of log lines in one push, which are the same for every stream, format and push. */
export function pushLineBytes({ lineBytes, linesPerPush }: LineGeometry): number {
  let sum = 0;
  for (let index = 0; index < linesPerPush; index++) sum += lineLength(index, lineBytes);
  return sum;
}

/**
 * Returns the number of different pushes of a stream, apart from their ids: enough for about 400 KB, and at most 8.
 * With several variants, small pushes do not repeat within one block of a Loki chunk.
 */
export function variantsOf({ lineBytes, linesPerPush }: LineGeometry): number {
  return Math.max(1, Math.min(8, Math.round(400_000 / (lineBytes * linesPerPush))));
}

/** Returns the variant that push number `push` of a stream has. */
export function variantOf(push: number, geometry: LineGeometry): number {
  return (mix(0x7a7, push) >>> 0) % variantsOf(geometry);
}

/**
 * Returns the timestamp of a push's entries in seconds since the epoch: the second in which the k6 script was called
 * for the push.
 */
export function pushSecond(enteredMs: number): number {
  return Math.floor(enteredMs / 1000);
}
