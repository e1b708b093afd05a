import type { GeneratorRecord, GeneratorSecond } from "../../run-folder/request-record.ts";

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
/** Share of seconds in which the generators may take more of a full machine than is theirs: they took it from Loki. */
const maxCrowdedShare = 0.1;
/** A generator whose beats, due every 50 ms, are this far apart could not run in between. */
const maxGapMs = 250;
/** Share of seconds in which that may happen. */
const maxStalledShare = 0.05;
/** What a generator could not do bears on the virtual users for as long as a request may take: seconds before a drop. */
const burdenS = 10;

/**
 * A drop is attributed before it is judged: it is Loki's when every virtual user waited for an answer and the generator
 * was well, then and for as long before as a request may take. A generator that left no request at all says nothing,
 * good or bad.
 */
export function attribute(generators: readonly GeneratorRecord[]): Attribution {
  if (generators.length === 0 || generators.some((one) => failure(one) !== undefined)) return "generator";
  if (generators.some((one) => droppedByLoki(one) > 0)) return "loki";
  const isDoubtful = generators.some((one) => one.dropped > 0 || starvation(one) !== undefined);
  return isDoubtful ? "generator" : "clean";
}

/** How many of the drops are Loki's; without seconds to tell by, all of a generator that was well on the whole. */
export function droppedByLoki(generator: GeneratorRecord): number {
  const { dropped, seconds = [] } = generator;
  if (dropped === 0) return 0;
  if (seconds.length === 0) return starvation(generator) === undefined ? dropped : 0;
  const isWell = seconds.map(wasWell);
  const blamed = seconds.filter(
    (_, i) =>
      isWell.slice(Math.max(0, i - burdenS), i + 2).every(Boolean) && !wasStarved(seconds.slice(0, i)),
  );
  return blamed.reduce((sum, { waiting = 0 }) => sum + waiting, 0);
}

/** Work that Loki could not do while it lacked the machine is deferred, so it may fall behind even in a later, quiet second. */
function wasStarved(before: readonly GeneratorSecond[]): boolean {
  return before.filter(lackedMachine).length > maxStarvedShare * before.length;
}

function wasWell(second: GeneratorSecond): boolean {
  return second.gapMs !== undefined && second.gapMs <= maxGapMs && !lackedMachine(second);
}

/** Others, or the generators themselves, had the cores that Loki needed. */
function lackedMachine({ contended, crowded }: GeneratorSecond): boolean {
  return contended === true || crowded === true;
}

/** Why the generator cannot be trusted, for the reader of an unknown; undefined where it can. */
export function starvation(generator: GeneratorRecord): string | undefined {
  const { script, startLagP99Ms, starvedShare = 0, seconds = [] } = generator;
  const failed = failure(generator);
  if (failed !== undefined) return failed;
  const stalled = seconds.filter(({ gapMs = Number.POSITIVE_INFINITY }) => gapMs > maxGapMs);
  if (stalled.length > maxStalledShare * seconds.length) {
    return `k6 ${script} could not run as it wanted in ${stalled.length} of ${seconds.length} seconds (its beats were over ${maxGapMs} ms apart)${used(stalled)}`;
  }
  if (startLagP99Ms !== undefined && startLagP99Ms > maxStartLagP99Ms) {
    return `k6 ${script} sent its requests up to ${Math.round(startLagP99Ms)} ms late (p99; at most ${maxStartLagP99Ms} ms)`;
  }
  const crowded = crowdedMachine(generator);
  if (crowded !== undefined) return crowded;
  if (starvedShare <= maxStarvedShare) return undefined;
  return `other processes kept this machine busy for ${Math.round(starvedShare * 100)}% of the load's seconds`;
}

/** The generators filled the machine that Loki shares with them. */
function crowdedMachine({ crowding, seconds = [] }: GeneratorRecord): string | undefined {
  if (crowding === undefined || crowding.seconds <= maxCrowdedShare * seconds.length) return undefined;
  const { usedCores, allowedCores, cores } = crowding;
  return (
    `k6 itself used ${usedCores.toFixed(1)} of this machine's ${cores} cores in ${crowding.seconds} of ${seconds.length} ` +
    `seconds in which no core was free (it may use ${allowedCores.toFixed(1)}; Loki needs the rest)`
  );
}

function failure({ script, exitCode, planned, startLagP99Ms }: GeneratorRecord): string | undefined {
  if (exitCode !== 0) return `k6 ${script} ended with exit code ${exitCode}`;
  if (planned > 0 && startLagP99Ms === undefined) return `k6 ${script} sent none of its ${planned} requests`;
  return undefined;
}

function used(seconds: readonly GeneratorSecond[]): string {
  const known = seconds.flatMap(({ cpuS }) => cpuS ?? []);
  if (known.length === 0) return "";
  const mean = known.reduce((sum, cpuS) => sum + cpuS, 0) / known.length;
  return `, in which it had ${mean.toFixed(2)} of a core`;
}
