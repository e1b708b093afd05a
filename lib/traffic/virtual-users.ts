import { type Arrivals, peakRate } from "./arrivals.ts";

export type WithUsers<T> = T & { readonly virtualUsers: number };

/** A Loki whose answers take longer does not keep up. */
const answerS = 7;
const fewest = 4;
const mostOfLane = 200;
/** Of one k6 process: each takes memory, which is stated in the plan. */
const mostInAll = 400;

/**
 * Gives each lane virtual users of its own for answers of seven seconds at its peak. None is made while it runs. Of all
 * k6 that share the load, each has as many of every lane: what `Share` rests on.
 */
export function withVirtualUsers<T extends Arrivals>(
  lanes: readonly T[],
  generators = 1,
): readonly WithUsers<T>[] {
  const wanted = lanes.map((lane) => {
    const users = Math.max(fewest, Math.ceil(peakRate(lane) * answerS));
    return Math.min(mostOfLane, Math.ceil(Math.min(lane.planned, users) / generators));
  });
  const sum = wanted.reduce((total, users) => total + users, 0);
  const share = Math.min(1, mostInAll / sum);
  return lanes.map((lane, index) => {
    const least = Math.ceil(Math.min(fewest, lane.planned) / generators);
    const users = Math.max(least, Math.floor((wanted[index] ?? 0) * share));
    return { ...lane, virtualUsers: users * generators };
  });
}
