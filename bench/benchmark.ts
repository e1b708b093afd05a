/** One figure that a benchmark measured, and its goal if it has one. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface BenchOptions {
  /** The duration of a benchmark's load in seconds. The goals apply to a load of 60 s. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** A benchmark. Each benchmark is in a separate file of the same name. MB means a million bytes of log lines. */
export interface Benchmark {
  readonly name: string;
  /** Yields the benchmark's figures as soon as they are measured. */
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
