import type { GeneratorRecord } from "../run-folder/request-record.ts";
import { cpuBetween } from "./generator-seconds.ts";
import type { Ended } from "./generator-site.ts";

/** The share of a machine's cores that generators may use; if they use more, they take it from a Loki that runs there. */
export const generatorShare = 0.25;

/** When the generators of one machine took more of its cores than is theirs, while none was free. */
export interface Crowding {
  /** Ends of those seconds. */
  readonly crowdedMs: readonly number[];
  /** Cores that the generators used in each of them. */
  readonly usedCores: readonly number[];
  readonly cores: number;
}

/**
 * Finds the seconds in which Loki lacked CPU because of the generators. `together` are all k6 of one machine. Without
 * CPU samples (no /proc, runners of k6-operator) no second is found: nothing is known there.
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

/** What a generator's record states; `crowding` has at least one second. */
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
