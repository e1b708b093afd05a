import type { GeneratorSecond } from "../run-folder/request-record.ts";
import { type Beat, longestGapMs } from "./beats.ts";

/** One k6 scenario: its virtual users, and the requests that they sent. */
export interface Lane {
  /** The due time of each arrival, ascending, in ms since the epoch. */
  readonly dueMs: readonly number[];
  readonly virtualUsers: number;
  readonly requests: readonly {
    readonly intendedMs: number;
    readonly startMs: number;
    readonly endMs: number;
  }[];
}

export interface GeneratorWatch {
  readonly beats: readonly Beat[];
  /** Samples of the CPU time that the generator had used by `atMs`. */
  readonly cpu: readonly { readonly atMs: number; readonly cpuS: number }[];
  /** The ends of the seconds in which other processes kept the machine busy; undefined if they cannot be observed. */
  readonly contendedMs: readonly number[] | undefined;
  /**
   * The ends of the seconds in which no core was free and this run's generators used more than `generatorShare` of the
   * cores (lib/generator/crowding.ts).
   */
  readonly crowdedMs?: readonly number[];
}

/**
 * The share of a k6 scenario's virtual users that must be waiting for Loki, so that a dropped arrival is due to slow
 * answers.
 */
const waitingShare = 0.8;

/** Returns a generator's figures for each second of its load, from the first due arrival to the last. Pure. */
export function generatorSeconds(
  lanes: readonly Lane[],
  { beats, cpu, contendedMs, crowdedMs }: GeneratorWatch,
): readonly GeneratorSecond[] {
  const fromMs = Math.min(...lanes.flatMap(({ dueMs }) => dueMs[0] ?? []));
  const toMs = Math.max(...lanes.flatMap(({ dueMs }) => dueMs.at(-1) ?? []));
  if (!Number.isFinite(fromMs)) return [];
  const count = Math.floor((toMs - fromMs) / 1000) + 1;
  const starts = Array.from({ length: count }, (_, i) => fromMs + i * 1000);
  const drops = lanes.map((lane) => laneDrops(lane, starts));
  return starts.map((atMs, i) => {
    const gapMs = longestGapMs(beats, atMs, atMs + 1000);
    const cpuS = cpuBetween(cpu, atMs, atMs + 1000);
    const sumOf = (key: "dropped" | "waiting"): number =>
      drops.reduce((sum, lane) => sum + (lane[i]?.[key] ?? 0), 0);
    const dropped = sumOf("dropped");
    return {
      atMs: Math.round(atMs),
      ...(dropped === 0 ? {} : { dropped, waiting: sumOf("waiting") }),
      ...(gapMs === undefined ? {} : { gapMs }),
      ...(cpuS === undefined ? {} : { cpuS }),
      ...(touches(contendedMs, atMs) ? { contended: true } : {}),
      ...(touches(crowdedMs, atMs) ? { crowded: true } : {}),
    };
  });
}

/** Returns whether one of the seconds that ended at `endedMs` overlaps the second that begins at `atMs`. */
function touches(endedMs: readonly number[] | undefined, atMs: number): boolean {
  return endedMs?.some((ms) => ms > atMs && ms <= atMs + 2000) === true;
}

/**
 * Counts, for each second, the due arrivals that were dropped, and those among them that were dropped while the virtual
 * users were waiting for answers. A late request is not counted, because its intendedMs is the time at which it was
 * due.
 */
function laneDrops(
  lane: Lane,
  starts: readonly number[],
): readonly { readonly dropped: number; readonly waiting: number }[] {
  const intended = sorted(lane.requests.map(({ intendedMs }) => intendedMs));
  const inFlight = inFlightOf(lane);
  return starts.map((atMs) => {
    const dropped = Math.max(0, countIn(lane.dueMs, atMs) - countIn(intended, atMs));
    const wait = dropped > 0 && inFlight(atMs, atMs + 1000) >= waitingShare * lane.virtualUsers;
    return { dropped, waiting: wait ? dropped : 0 };
  });
}

/** Returns how many of the ascending times are in the second that begins at `atMs`. */
function countIn(times: readonly number[], atMs: number): number {
  return upTo(times, atMs + 999.999) - upTo(times, atMs - 0.001);
}

/**
 * Returns a function that computes the maximum number of a k6 scenario's requests in flight at once during a period.
 */
function inFlightOf({ requests }: Lane): (fromMs: number, toMs: number) => number {
  const starts = sorted(requests.map(({ startMs }) => startMs));
  const ends = sorted(requests.map(({ endMs }) => endMs));
  const at = (ms: number): number => upTo(starts, ms) - upTo(ends, ms);
  return (fromMs, toMs) => {
    const moments = [fromMs, ...starts.slice(upTo(starts, fromMs), upTo(starts, toMs))];
    return moments.reduce((most, ms) => Math.max(most, at(ms)), 0);
  };
}

/** Returns the CPU seconds used per second between two moments, or undefined without a sample on both sides. */
export function cpuBetween(cpu: GeneratorWatch["cpu"], fromMs: number, toMs: number): number | undefined {
  const before = cpu.findLast(({ atMs }) => atMs <= fromMs);
  const after = cpu.find(({ atMs }) => atMs >= toMs);
  if (before === undefined || after === undefined) return undefined;
  const share = (after.cpuS - before.cpuS) / ((after.atMs - before.atMs) / 1000);
  return Math.round(share * 1000) / 1000;
}

function sorted(values: readonly number[]): readonly number[] {
  return Float64Array.from(values).sort().values().toArray();
}

/** Returns how many of the ascending values are at most `limit`. */
function upTo(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
