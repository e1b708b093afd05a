import type { GeneratorSecond } from "../run-folder/request-record.ts";
import { type Beat, longestGapMs } from "./beats.ts";

/** One k6 scenario: virtual users of its own, and the requests they sent. */
export interface Lane {
  /** When each of its arrivals was due, ascending, in ms since the epoch. */
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
  /** CPU time the generator had used by then. */
  readonly cpu: readonly { readonly atMs: number; readonly cpuS: number }[];
  /** Seconds in which others kept the machine busy; undefined where that cannot be seen. */
  readonly contendedMs: readonly number[] | undefined;
  /** Seconds in which this run's generators took more of a full machine than is theirs (crowding.ts). */
  readonly crowdedMs?: readonly number[];
}

/** Of a lane's virtual users: with so many waiting for an answer it is the answers that keep an arrival from a user. */
const waitingShare = 0.8;

/** What a generator did in each second of its load, from the first arrival that was due to the last. Pure. */
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

/** Whether one of the seconds that ended at these moments overlaps the second that begins at `atMs`. */
function touches(endedMs: readonly number[] | undefined, atMs: number): boolean {
  return endedMs?.some((ms) => ms > atMs && ms <= atMs + 2000) === true;
}

/**
 * In each second, the arrivals that were due and never came, and those of them that found the users waiting for answers.
 * What came late is not among them: it has the time at which it was due.
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

/** How many of ascending times lie in the second that begins then. */
function countIn(times: readonly number[], atMs: number): number {
  return upTo(times, atMs + 999.999) - upTo(times, atMs - 0.001);
}

/** The most requests of a lane that were sent and not yet answered at one moment in a stretch of time. */
function inFlightOf({ requests }: Lane): (fromMs: number, toMs: number) => number {
  const starts = sorted(requests.map(({ startMs }) => startMs));
  const ends = sorted(requests.map(({ endMs }) => endMs));
  const at = (ms: number): number => upTo(starts, ms) - upTo(ends, ms);
  return (fromMs, toMs) => {
    const moments = [fromMs, ...starts.slice(upTo(starts, fromMs), upTo(starts, toMs))];
    return moments.reduce((most, ms) => Math.max(most, at(ms)), 0);
  };
}

/** CPU seconds a second, between two moments; undefined where no sample is on both sides. */
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

/** How many of ascending values are at most `limit`. */
function upTo(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
