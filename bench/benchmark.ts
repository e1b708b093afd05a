/** One figure, with the goal it is held against where there is one. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface BenchOptions {
  /** How long a load lasts; the goals are for 60. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** One file each, named for its benchmark. MB are millions of bytes of log lines. */
export interface Benchmark {
  readonly name: string;
  /** Figures as they come. */
  readonly run: (options: BenchOptions) => AsyncIterable<Figure>;
}

/** `snappy: lines per CPU-second of k6   612 MB   goal: at least 500   met`. */
export function describeFigure({ what, value, unit, atLeast, atMost }: Figure): string {
  const shown = `  ${what.padEnd(62)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(10)}`;
  if (atLeast !== undefined)
    return `${shown} goal: at least ${atLeast}, ${value >= atLeast ? "met" : "MISSED"}`;
  if (atMost !== undefined) return `${shown} goal: at most ${atMost}, ${value <= atMost ? "met" : "MISSED"}`;
  return shown.trimEnd();
}
