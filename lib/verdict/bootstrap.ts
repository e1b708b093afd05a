/** A block: samples that belong together because they are from the same period. */
export type Block = readonly number[];

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 400;
const confidence = 0.95;

/**
 * Returns the 95 % confidence interval of the ratio of a statistic of two series, by block bootstrap. Requests of the
 * same second share causes (a flush, a garbage collection), so complete blocks are resampled, not single requests. If
 * single requests were resampled, a few bad seconds would look like proof. The same seed gives the same interval.
 */
export function ratioInterval(
  over: readonly Block[],
  under: readonly Block[],
  { statistic, seed }: { readonly statistic: (samples: readonly number[]) => number; readonly seed: number },
): Interval {
  const next = generatorOf(seed);
  const ratios = Array.from({ length: resamples }, () => {
    return statistic(drawn(over, next)) / statistic(drawn(under, next));
  }).filter((ratio) => !Number.isNaN(ratio));
  ratios.sort((a, b) => (a < b ? -1 : Number(a > b)));
  const tail = Math.floor((ratios.length * (1 - confidence)) / 2);
  return { low: ratios[tail] ?? 0, high: ratios.at(-1 - tail) ?? Number.POSITIVE_INFINITY };
}

function drawn(blocks: readonly Block[], next: () => number): readonly number[] {
  return blocks.flatMap(() => blocks[Math.floor(next() * blocks.length)] ?? []);
}

/**
 * Returns a seeded generator of numbers in [0, 1): a 32-bit multiplicative congruential generator (modulus 2^31 - 1,
 * 48271).
 */
function generatorOf(seed: number): () => number {
  const modulus = 2_147_483_647;
  let state = (Math.abs(Math.trunc(seed)) % (modulus - 1)) + 1;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}
