import { type Arrivals, peakRate } from "./arrivals.ts";

export type WithUsers<T> = T & { readonly virtualUsers: number };

/** The response time in seconds that the virtual users suffice for. A slower Loki counts as not keeping up. */
const answerS = 7;
const fewest = 4;
const mostOfLane = 200;
/** The maximum number of virtual users in one k6 process. Each takes memory, which the plan states. */
const mostInAll = 400;

/**
 * Gives each lane its own virtual users, enough for answers of seven seconds at its peak rate. k6 adds none
 * while it runs. Each generator gets the same number for every lane, which `Share` relies on. The result is
 * the total of all generators.
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
