/** A scale of a plot: maps values to pixels, and has the values of the axis ticks. */
export interface Scale {
  at(value: number): number;
  readonly ticks: readonly number[];
}

/**
 * Values below this threshold count as zero. No byte or millisecond value is that small, and the ticks of such an axis
 * would not be numbers.
 */
const smallest = 1e-9;

/**
 * Returns a plot's scale from `[0, max]` to `[from, to]`. The top of the axis is the first round number that is at
 * least `max`.
 */
export function scaleFromZero(
  max: number,
  range: { readonly from: number; readonly to: number },
  ticks = 3,
): Scale {
  const step = roundStep(max > smallest ? max / ticks : 1);
  const top = Math.max(step, Math.ceil(max / step) * step);
  const count = Math.round(top / step);
  return {
    at: (value) => range.from + (value / top) * (range.to - range.from),
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

/**
 * Returns a plot's scale for whole seconds. The axis ends where the data ends; its ticks are round numbers of seconds
 * or minutes.
 */
export function timeScale(lastS: number, range: { readonly from: number; readonly to: number }): Scale {
  const end = Math.max(1, lastS);
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];
  const step = steps.find((candidate) => end / candidate <= 6) ?? Math.ceil(end / 6);
  return {
    at: (value) => range.from + (value / end) * (range.to - range.from),
    ticks: Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step),
  };
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
