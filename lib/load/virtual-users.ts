import { type Arrivals, peakRate } from "./arrivals.ts";

export type WithUsers<T> = T & { readonly virtualUsers: number };

/** A Loki whose answers take longer does not keep up. */
const answerS = 7;
const fewest = 4;
const mostOfLane = 200;
/** Of one k6 process: each takes memory, which is stated in the plan. */
const mostInAll = 400;

/** Gives each lane virtual users of its own for answers of seven seconds at its peak. None is made while it runs. */
export function withVirtualUsers<T extends Arrivals>(lanes: readonly T[]): readonly WithUsers<T>[] {
  const wanted = lanes.map((lane) =>
    Math.min(mostOfLane, lane.planned, Math.max(fewest, Math.ceil(peakRate(lane) * answerS))),
  );
  const sum = wanted.reduce((total, users) => total + users, 0);
  const share = Math.min(1, mostInAll / sum);
  return lanes.map((lane, index) => ({
    ...lane,
    virtualUsers: Math.max(Math.min(fewest, lane.planned), Math.floor((wanted[index] ?? 0) * share)),
  }));
}
