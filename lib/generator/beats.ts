import { z } from "zod";

/** What k6/beat.ts writes once a second: the longest time between two beats since it wrote before. */
export const k6Beat = z.strictObject({ beatMs: z.number(), longestGapMs: z.number() });
export type Beat = z.infer<typeof k6Beat>;

/** How a beat's line begins; no request's line does. */
const mark = '{"beatMs":';

export function isBeat(line: string): boolean {
  return line.startsWith(mark);
}

/** The beats in what a script wrote; a last line that is cut off is none. */
export function beatsOf(text: string): readonly Beat[] {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter(isBeat)
    .map((line) => k6Beat.parse(JSON.parse(line)));
}

/** The longest gap of any beat in a stretch of time; undefined where no beat speaks for all of it. */
export function longestGapMs(beats: readonly Beat[], fromMs: number, toMs: number): number | undefined {
  const after = beats.findIndex(({ beatMs }) => beatMs >= toMs);
  if (after <= 0) return undefined;
  const before = beats.findLastIndex(({ beatMs }) => beatMs <= fromMs);
  if (before < 0) return undefined;
  return beats.slice(before + 1, after + 1).reduce((most, beat) => Math.max(most, beat.longestGapMs), 0);
}
