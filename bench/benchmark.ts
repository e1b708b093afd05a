/** One measured figure, and its goal if it has one. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface BenchOptions {
  /** The duration of a load in seconds. The goals apply to 60. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** A benchmark. Each is in a separate file of the same name. MB means a million bytes of log lines. */
export interface Benchmark {
  readonly name: string;
  /** Yields figures as soon as they are measured. */
  readonly run: (options: BenchOptions) => AsyncIterable<Figure>;
}

/** Describes a figure: `snappy: lines per CPU-second of k6   612 MB   goal: at least 500   met`. */
export function describeFigure({ what, value, unit, atLeast, atMost }: Figure): string {
  const shown = `  ${what.padEnd(62)} ${value.toPrecision(3).padStart(8)} ${unit.padEnd(10)}`;
  if (atLeast !== undefined)
    return `${shown} goal: at least ${atLeast}, ${value >= atLeast ? "met" : "MISSED"}`;
  if (atMost !== undefined) return `${shown} goal: at most ${atMost}, ${value <= atMost ? "met" : "MISSED"}`;
  return shown.trimEnd();
}
