/**
 * The arrivals (scheduled requests) of an open model, with the times when they are due. This file is pure and has no
 * imports, because the k6 scripts use it too. k6 and lokiproof must compute the same nanoseconds, so the file uses only
 * doubles, the four basic operations and a square root.
 */
export interface Arrivals {
  /** The name of the arrivals, which is also the name of their k6 scenario; unique in a load. */
  readonly name: string;
  readonly tenant: string;
  /** When the arrivals begin, in milliseconds after the load's start. */
  readonly startMs: number;
  readonly forMs: number;
  readonly planned: number;
  /** The initial rate in arrivals per `rateUnitS`, the same unit as the stages' targets. */
  readonly startRate: number;
  readonly stages: readonly Stage[];
}

/**
 * A stage of k6 changes the rate linearly from the previous stage's target to `target`. A stage of 0 ms makes the rate
 * jump to `target`.
 */
export interface Stage {
  readonly forMs: number;
  readonly target: number;
}

/** A linear piece of a rate curve, with the rate per second at both ends. */
export interface Piece {
  readonly forS: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The time unit of k6's rates in seconds. k6 accepts only whole arrivals per unit; with this unit, a rate per second
 * keeps six decimals.
 */
export const rateUnitS = 1_000_000;

/**
 * The number of milliseconds after the end of the curve in which a late arrival of a starved generator can still start.
 */
const graceMs = 1000;

type Times = Pick<Arrivals, "forMs" | "planned" | "startRate" | "stages">;

/**
 * Returns the arrivals of a rate curve. Their number is the area under the curve, rounded down, and at least one. Rates
 * are rounded and k6 computes areas in doubles, so the area might end just below a whole number. An additional last
 * stage after the curve's end therefore raises the area to half an arrival more than planned.
 */
export function arrivalsOf(curve: readonly Piece[]): Times {
  const stages: Stage[] = [];
  let [endMs, endS, rate] = [0, 0, 0];
  for (const { forS, from, to } of curve) {
    endS += forS;
    const forMs = Math.round(endS * 1000) - endMs;
    if (toUnit(from) !== rate) stages.push({ forMs: 0, target: toUnit(from) });
    stages.push({ forMs, target: toUnit(to) });
    endMs += forMs;
    rate = toUnit(to);
  }
  const area = piecesOf({ startRate: 0, stages }).at(-1)?.endCount ?? 0;
  const planned = Math.max(1, Math.floor(area + 0.01));
  const left = Math.max(0, Math.round((planned + 0.5 - area) * rateUnitS * (1000 / graceMs)));
  return {
    forMs: endMs,
    planned,
    startRate: 0,
    stages: [...stages, { forMs: 0, target: left }, { forMs: graceMs, target: left }],
  };
}

function toUnit(ratePerSecond: number): number {
  return Math.round(ratePerSecond * rateUnitS);
}

/** Returns the highest planned rate of arrivals per second. */
export function peakRate({ stages }: Pick<Arrivals, "stages">): number {
  return stages.slice(0, -2).reduce((most, { target }) => Math.max(most, target), 0) / rateUnitS;
}

export interface Schedule {
  /** Returns when arrival n (0 to planned - 1) is due, in nanoseconds after the scenario began. */
  readonly dueNs: (arrival: number) => number;
  /** Returns how many arrivals are due by a time in nanoseconds. */
  readonly dueBy: (ns: number) => number;
}

/**
 * Returns the times at which k6 starts the arrivals. The code repeats k6's closed form step by step
 * (lib/executor/ramping_arrival_rate.go `cal`, 1.8.1).
 */
export function scheduleOf(arrivals: Pick<Arrivals, "startRate" | "stages" | "planned">): Schedule {
  const pieces = piecesOf(arrivals).filter(({ endCount, done }) => endCount > done);
  const dueNs = (arrival: number): number => {
    const piece = pieces[firstIndex(pieces.length, (at) => arrival + 1 <= (pieces[at]?.endCount ?? 0))];
    if (piece === undefined) throw new Error(`arrival ${arrival} is beyond the plan`);
    return piece.startNs + Math.trunc(within(piece, arrival + 1));
  };
  return { dueNs, dueBy: (ns) => firstIndex(arrivals.planned, (arrival) => dueNs(arrival) > ns) };
}

interface CountedPiece {
  /** The rate in arrivals per nanosecond at the start (`from`) and end (`to`) of the piece. */
  readonly from: number;
  readonly to: number;
  readonly forNs: number;
  readonly startNs: number;
  /** The area under the curve (the number of arrivals) before this piece (`done`), and including it (`endCount`). */
  readonly done: number;
  readonly endCount: number;
}

function piecesOf({ startRate, stages }: Pick<Arrivals, "startRate" | "stages">): readonly CountedPiece[] {
  const unitNs = rateUnitS * 1e9;
  let [from, startNs, done] = [startRate / unitNs, 0, 0];
  return stages.map(({ forMs, target }) => {
    const to = target / unitNs;
    const forNs = forMs * 1e6;
    const endCount = done + (from === to ? forNs * to : forNs * ((to - from) / 2 + from));
    const piece = { from, to, forNs, startNs, done, endCount };
    from = to;
    startNs += forNs;
    done = endCount;
    return piece;
  });
}

/** Returns when the area under the curve reaches `count`, in nanoseconds after the piece's start. */
function within({ from, to, forNs, done }: CountedPiece, count: number): number {
  if (from === to) return (count - done) / to;
  const root = forNs * (from * from * forNs + 2 * (count - done) * (to - from));
  return (from * forNs - Math.sqrt(Math.max(0, root))) / (from - to);
}

/**
 * Returns the first index from 0 to length - 1 for which `holds` is true, or `length` if `holds` is false for all.
 * `holds` must stay true for all later indices.
 */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  // Avoids array destructuring, which is slow in k6.
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
