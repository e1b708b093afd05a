/**
 * When the arrivals of an open model are due. Pure and without imports: the k6 scripts use it too, and what both derive
 * must be alike to the nanosecond, so there is nothing here but doubles, the four operations and a square root.
 */
export interface Arrivals {
  /** Also the name of the k6 scenario; unique in a load. */
  readonly name: string;
  readonly tenant: string;
  /** After the load's start. */
  readonly startMs: number;
  readonly forMs: number;
  readonly planned: number;
  /** In arrivals per `rateUnitS`, as the stages' targets. */
  readonly startRate: number;
  readonly stages: readonly Stage[];
}

/** The rate goes in a straight line from where the stage before it ended to `target`; in 0 ms it jumps there. */
export interface Stage {
  readonly forMs: number;
  readonly target: number;
}

/** A straight piece of a curve: the rate per second at its two ends. */
export interface Piece {
  readonly forS: number;
  readonly from: number;
  readonly to: number;
}

/** k6 takes whole numbers of arrivals in a unit of time: this one leaves six decimals of a rate per second. */
export const rateUnitS = 1_000_000;

/** Arrivals that a starved generator makes late still start for so long after the end. */
const graceMs = 1000;

type Times = Pick<Arrivals, "forMs" | "planned" | "startRate" | "stages">;

/**
 * The arrivals of a curve: as many as its area says, one where that is less. Rates are rounded, and k6 computes areas in
 * doubles: they may end a hair short of a whole number. A stage after the end adds what lacks to half an arrival more.
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

/** The highest rate per second that is planned. */
export function peakRate({ stages }: Pick<Arrivals, "stages">): number {
  return stages.slice(0, -2).reduce((most, { target }) => Math.max(most, target), 0) / rateUnitS;
}

export interface Schedule {
  /** When arrival n (0 to planned - 1) is due, in nanoseconds after the scenario began. */
  readonly dueNs: (arrival: number) => number;
  /** How many arrivals are due by then. */
  readonly dueBy: (ns: number) => number;
}

/** The closed form of k6's own schedule (lib/executor/ramping_arrival_rate.go `cal`, 1.8.1), step by step as it is there. */
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
  /** Per nanosecond. */
  readonly from: number;
  readonly to: number;
  readonly forNs: number;
  readonly startNs: number;
  /** The area before it, and with it. */
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

/** Where in the piece the area is `count`, in nanoseconds after its start. */
function within({ from, to, forNs, done }: CountedPiece, count: number): number {
  if (from === to) return (count - done) / to;
  const root = forNs * (from * from * forNs + 2 * (count - done) * (to - from));
  return (from * forNs - Math.sqrt(Math.max(0, root))) / (from - to);
}

/** The first of 0 to length - 1 that `holds`, which then holds for all after it; `length` where it holds for none. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  // No array is taken apart here: k6 is slow at it.
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
