import type { GeneratorRecord, GeneratorSecond } from "../../run-folder/request-record.ts";

/**
 * Whose fault it is if the load was not carried as planned: Loki's or the generator's. "clean" means that the load was
 * carried.
 */
export type Attribution = "clean" | "loki" | "generator";

/**
 * How late requests may start (p99). k6 drops an arrival that finds no free virtual user; it never queues one. A late
 * start therefore means that the generator could not run in time, whoever kept the machine busy. A slow Loki delays
 * only answers, never starts.
 */
export const maxStartLagP99Ms = 250;
/** The share of seconds in which other processes may keep the machine full. Beyond it, Loki was starved as well. */
export const maxStarvedShare = 0.1;
/**
 * The share of seconds in which the generators may exceed their allowance of a full machine. Beyond it, they starved
 * Loki.
 */
const maxCrowdedShare = 0.1;
/** The longest time between two heartbeats of a generator that could run. They are due every 50 ms. */
const maxGapMs = 250;
/** The share of seconds in which the generator may have been unable to run. */
const maxStalledShare = 0.05;
/**
 * How many seconds before a drop the generator must have been healthy. A request may take this long, so an earlier
 * stall can still occupy virtual users.
 */
const burdenS = 10;

/**
 * Decides whose fault dropped requests are, before they are judged. A drop is Loki's if every virtual user was waiting
 * for an answer and the generator was healthy, both then and for as long before as a request may take. A generator that
 * sent no request proves nothing.
 */
export function attribute(generators: readonly GeneratorRecord[]): Attribution {
  if (generators.length === 0 || generators.some((one) => failure(one) !== undefined)) return "generator";
  if (generators.some((one) => droppedByLoki(one) > 0)) return "loki";
  const isDoubtful = generators.some((one) => one.dropped > 0 || starvation(one) !== undefined);
  return isDoubtful ? "generator" : "clean";
}

/**
 * Returns how many drops are Loki's fault. Without per-second records, all of them are if the generator was healthy
 * overall.
 */
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

/**
 * Returns whether Loki lacked the machine too often before. Deferred work may make Loki fall behind even in a later,
 * quiet second.
 */
function wasStarved(before: readonly GeneratorSecond[]): boolean {
  return before.filter(lackedMachine).length > maxStarvedShare * before.length;
}

function wasWell(second: GeneratorSecond): boolean {
  return second.gapMs !== undefined && second.gapMs <= maxGapMs && !lackedMachine(second);
}

/** Returns whether other processes, or the generators themselves, used the cores that Loki needed. */
function lackedMachine({ contended, crowded }: GeneratorSecond): boolean {
  return contended === true || crowded === true;
}

/**
 * Returns why the generator cannot be trusted, as the reason for an unknown outcome. Returns undefined if it can be
 * trusted.
 */
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

/** Returns a sentence if the generators filled the machine that Loki shares with them. */
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
