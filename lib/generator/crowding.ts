import type { GeneratorRecord } from "../run-folder/request-record.ts";
import { cpuBetween } from "./generator-seconds.ts";
import type { Ended } from "./generator-site.ts";

/**
 * The share of a machine's cores that generators are permitted to use. Above this share, they take CPU from a Loki on
 * the same machine.
 */
export const generatorShare = 0.25;

/**
 * The seconds in which the generators of one machine used more than their share of its cores while no core was free.
 */
export interface Crowding {
  /** The ends of the seconds in which the generators exceeded their share, in ms since the epoch. */
  readonly crowdedMs: readonly number[];
  /** The number of cores that the generators used in each of the crowded seconds. */
  readonly usedCores: readonly number[];
  readonly cores: number;
}

/**
 * Finds the seconds in which Loki lacked CPU because of the generators. `together` are all k6 processes of one machine.
 * Finds none without CPU samples (no /proc, or runners of k6-operator), because nothing is known.
 */
export function crowdingOf(together: readonly Pick<Ended, "exit" | "starved">[]): Crowding {
  const [starved] = together.flatMap((one) => one.starved ?? []);
  if (starved === undefined) return { crowdedMs: [], usedCores: [], cores: 0 };
  const { fullMs, cores } = starved;
  const full = fullMs.map((endMs) => ({ endMs, used: usedAt(together, endMs) }));
  const crowded = full.filter(({ used }) => used > generatorShare * cores);
  return {
    crowdedMs: crowded.map(({ endMs }) => endMs),
    usedCores: crowded.map(({ used }) => used),
    cores,
  };
}

/** Summarizes crowded seconds for a generator's record. `crowding` must have at least one such second. */
export function summarizeCrowding({ crowdedMs, usedCores, cores }: Crowding): GeneratorRecord["crowding"] {
  const sum = usedCores.reduce((total, used) => total + used, 0);
  return {
    seconds: crowdedMs.length,
    usedCores: sum / usedCores.length,
    allowedCores: generatorShare * cores,
    cores,
  };
}

function usedAt(together: readonly Pick<Ended, "exit">[], endMs: number): number {
  return together.reduce((sum, { exit }) => sum + (cpuBetween(exit.cpu, endMs - 1000, endMs) ?? 0), 0);
}
