import type { GeneratorRecord } from "./request-record.ts";

/** Whose fault it is when the load was not carried as planned: nobody's (it was), Loki's, or the generator's. */
export type Attribution = "clean" | "loki" | "generator";

/**
 * How late requests may leave. k6 gives an arrival that finds no free virtual user up, it never queues it: so whatever
 * lies between an intended start and a start is time in which the generator wanted to run and could not, whoever
 * kept the machine busy. Loki being slow makes no request late, only answers.
 */
export const maxStartLagP99Ms = 250;
/** Share of seconds in which processes outside the run may keep the machine full: Loki was starved then, too. */
export const maxStarvedShare = 0.1;

/** A drop is attributed before it is judged. A generator that left no request at all says nothing, good or bad. */
export function attribute(generators: readonly GeneratorRecord[]): Attribution {
  if (generators.length === 0 || generators.some((one) => starvation(one) !== undefined)) return "generator";
  return generators.some(({ dropped }) => dropped > 0) ? "loki" : "clean";
}

/** Why the generator cannot be trusted, for the reader of an unknown; undefined where it can. */
export function starvation(generator: GeneratorRecord): string | undefined {
  const { script, exitCode, planned, startLagP99Ms, starvedShare = 0 } = generator;
  if (exitCode !== 0) return `k6 ${script} ended with exit code ${exitCode}`;
  if (planned > 0 && startLagP99Ms === undefined) return `k6 ${script} sent none of its ${planned} requests`;
  if (startLagP99Ms !== undefined && startLagP99Ms > maxStartLagP99Ms) {
    return `k6 ${script} sent its requests up to ${Math.round(startLagP99Ms)} ms late (p99; at most ${maxStartLagP99Ms} ms)`;
  }
  if (starvedShare <= maxStarvedShare) return undefined;
  return `other processes kept this machine busy for ${Math.round(starvedShare * 100)}% of the load's seconds`;
}
