import { type Arrivals, peakRate } from "./arrivals.ts";

export type WithUsers<T> = T & { readonly virtualUsers: number };

/** The response time in seconds for which there are enough virtual users. A slower Loki counts as not keeping up. */
const answerS = 7;
const fewest = 4;
const mostOfLane = 200;
/**
 * The maximum number of virtual users in one k6 process. Each virtual user takes memory, and the plan states how much.
 */
const mostInAll = 400;

/**
 * Gives each lane separate virtual users, enough for answers of seven seconds at the lane's peak rate. k6 adds no
 * virtual users while it runs. The returned number is the total over all generators. Each generator gets an equal part
 * of it for every lane, which the division of arrivals relies on (lib/generator/generator-share.ts).
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
