import type { GeneratorRecord, GeneratorSecond } from "../../run-folder/request-record.ts";

/**
 * Who is to blame if the load was not sent as planned: Loki or the generator. "clean" means that the load was sent as
 * planned.
 */
export type Attribution = "clean" | "loki" | "generator";

/**
 * The maximum lateness of request starts (p99). k6 drops an arrival that finds no free virtual user; it never queues
 * one. A late start therefore means that the generator could not run in time, whichever process kept the machine busy.
 * A slow Loki delays only answers, never starts.
 */
export const maxStartLagP99Ms = 250;
/**
 * The maximum share of seconds in which other processes keep the machine full. If the share is larger, Loki was starved
 * as well.
 */
export const maxStarvedShare = 0.1;
/**
 * The maximum share of seconds in which the generators use more than their allowance of a full machine. If the share is
 * larger, the generators starved Loki.
 */
const maxCrowdedShare = 0.1;
/** The longest gap between two heartbeats of a generator that is not starved of CPU. Heartbeats are due every 50 ms. */
const maxGapMs = 250;
/** The maximum share of seconds in which a healthy generator is unable to run. */
const maxStalledShare = 0.05;
/**
 * How many seconds before a dropped arrival the generator must have been healthy. A request might take this long, so an
 * earlier stall can still occupy virtual users.
 */
const burdenS = 10;

/**
 * Decides who is to blame for dropped arrivals: Loki or the generator. Loki is to blame if every virtual user was
 * waiting for an answer while the generator was healthy. The generator must have been healthy at the drop and before
 * it, for as long as a request might take. A generator that sent no request proves nothing.
 */
export function attribute(generators: readonly GeneratorRecord[]): Attribution {
  if (generators.length === 0 || generators.some((one) => failure(one) !== undefined)) return "generator";
  if (generators.some((one) => droppedByLoki(one) > 0)) return "loki";
  const isDoubtful = generators.some((one) => one.dropped > 0 || starvation(one) !== undefined);
  return isDoubtful ? "generator" : "clean";
}

/**
 * Returns how many dropped arrivals are Loki's fault. If the generator has no per-second records, all drops are Loki's
 * fault if the generator was healthy overall.
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
 * Returns whether Loki was starved of CPU in too many of the earlier seconds. Work deferred in those seconds can make
 * Loki fall behind even in a later, quiet second.
 */
function wasStarved(before: readonly GeneratorSecond[]): boolean {
  return before.filter(lackedMachine).length > maxStarvedShare * before.length;
}

function wasWell(second: GeneratorSecond): boolean {
  return second.gapMs !== undefined && second.gapMs <= maxGapMs && !lackedMachine(second);
}

/** Returns whether other processes, or the generators themselves, used the cores that Loki needed in this second. */
function lackedMachine({ contended, crowded }: GeneratorSecond): boolean {
  return contended === true || crowded === true;
}

/**
 * Returns the reason why the generator cannot be trusted, which makes an outcome unknown. Returns undefined if the
 * generator can be trusted.
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

/** Returns a sentence if the generators filled the machine that Loki shares with them; otherwise undefined. */
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
