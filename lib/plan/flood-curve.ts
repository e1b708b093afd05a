import type { Bursts, NineAm, RateStep } from "./flood-schema.ts";

/** One sample of a measured ingest rate. */
export interface RatePoint {
  readonly atS: number;
  readonly bytesPerSecond: number;
}

/**
 * Returns the steps of a weekday morning's flood: a base rate, a ramp to `peakFactor` times the base, and a peak that
 * is interrupted by regular bursts of `burstFactor` times the base.
 */
export function nineAmSteps(shape: NineAm): readonly RateStep[] {
  const { baseBytesPerSecond: base, baseS, rampS, peakS, burstEveryS, burstForS } = shape;
  const peak = base * shape.peakFactor;
  const steps: RateStep[] = [
    { forS: baseS, rateBytesPerSecond: base },
    { forS: rampS, rateBytesPerSecond: base, toBytesPerSecond: peak },
  ];
  for (let atS = 0; atS < peakS; atS += burstEveryS) {
    const burstAtS = Math.min(atS + burstEveryS - burstForS, peakS);
    steps.push({ forS: burstAtS - atS, rateBytesPerSecond: peak });
    const endS = Math.min(burstAtS + burstForS, peakS);
    if (endS > burstAtS) steps.push({ forS: endS - burstAtS, rateBytesPerSecond: base * shape.burstFactor });
  }
  return steps;
}

/**
 * Returns the steps that replay a measured rate: a linear ramp between each two samples, compressed to `forS` seconds
 * if that is given. Needs at least two samples in ascending order of time.
 */
export function replaySteps(points: readonly RatePoint[], forS?: number): readonly RateStep[] {
  const spanS = (points.at(-1)?.atS ?? 0) - (points[0]?.atS ?? 0);
  const factor = forS === undefined ? 1 : forS / spanS;
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return {
      forS: (to.atS - from.atS) * factor,
      rateBytesPerSecond: from.bytesPerSecond,
      toBytesPerSecond: to.bytesPerSecond,
    };
  });
}

/**
 * Adds bursts to a flood's curve: cuts its steps at the start and end of each burst, and multiplies the rates in
 * between.
 */
export function withBursts(
  steps: readonly RateStep[],
  { everyS, forS, factor }: Bursts,
): readonly RateStep[] {
  let startS = 0;
  return steps.flatMap((step) => {
    const endS = startS + step.forS;
    const cuts = [startS];
    for (let atS = everyS * Math.max(1, Math.floor(startS / everyS)); atS < endS; atS += everyS) {
      cuts.push(...[atS, atS + forS].filter((cut) => cut > startS && cut < endS));
    }
    cuts.push(endS);
    const parts = cuts.slice(1).map((toS, index) => {
      const fromS = cuts[index] ?? toS;
      const middleS = (fromS + toS) / 2;
      const bursting = middleS >= everyS && middleS % everyS < forS;
      return part(step, [fromS - startS, toS - startS], bursting ? factor : 1);
    });
    startS = endS;
    return parts;
  });
}

function part(step: RateStep, [fromS, toS]: readonly [number, number], factor: number): RateStep {
  const { forS, rateBytesPerSecond: from, toBytesPerSecond: to = from } = step;
  const at = (second: number): number => (from + ((to - from) * second) / forS) * factor;
  const rates = { rateBytesPerSecond: at(fromS), toBytesPerSecond: at(toS) };
  return { forS: toS - fromS, rateBytesPerSecond: rates.rateBytesPerSecond, ...(from === to ? {} : rates) };
}

/** Returns the total bytes of log lines that a flood's steps send. */
export function bytesOf(steps: readonly RateStep[]): number {
  return steps.reduce(
    (sum, { forS, rateBytesPerSecond: from, toBytesPerSecond: to = from }) => sum + (forS * (from + to)) / 2,
    0,
  );
}

/** Returns the highest rate of a flood's steps, in bytes per second. */
export function peakOf(steps: readonly RateStep[]): number {
  return steps.reduce(
    (most, { rateBytesPerSecond: from, toBytesPerSecond: to = from }) => Math.max(most, from, to),
    0,
  );
}
