import { z } from "zod";

/**
 * A heartbeat line, which k6/beat.ts writes once a second: the longest gap between two heartbeats since the previous
 * line. A heartbeat is due every 50 ms, so a longer gap means that k6 could not run.
 */
export const k6Beat = z.strictObject({ beatMs: z.number(), longestGapMs: z.number() });
export type Beat = z.infer<typeof k6Beat>;

/** The beginning of a heartbeat line; no request's line begins like this. */
const mark = '{"beatMs":';

export function isBeat(line: string): boolean {
  return line.startsWith(mark);
}

/** Returns the heartbeats in a script's output. An incomplete last line is ignored. */
export function beatsOf(text: string): readonly Beat[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter(isBeat)
    .map((line) => k6Beat.parse(JSON.parse(line)));
}

/**
 * Returns a generator's longest gap between heartbeats in a period, or undefined if the recorded heartbeats do not
 * cover the complete period.
 */
export function longestGapMs(beats: readonly Beat[], fromMs: number, toMs: number): number | undefined {
  const after = beats.findIndex(({ beatMs }) => beatMs >= toMs);
  if (after <= 0) return undefined;
  const before = beats.findLastIndex(({ beatMs }) => beatMs <= fromMs);
  if (before < 0) return undefined;
  return beats.slice(before + 1, after + 1).reduce((most, beat) => Math.max(most, beat.longestGapMs), 0);
}
