import type { QueryMix } from "../storm/plan-queries.ts";
import type { ReadyFamily } from "../traffic/bodies/ready-body.ts";
import type { FloodLane } from "../traffic/flood-lanes.ts";
import type { StormRun } from "../traffic/schedule.ts";

interface LoadFile {
  readonly seed: number;
  readonly runId: string;
  readonly gatewayUrl: string;
  readonly timeoutMs: number;
  /**
   * The number of k6 processes that share the scenarios; each process sends one segment
   * (lib/generator/generator-share.ts).
   */
  readonly generators: number;
}

/** The input of the flood script, a JSON file that it reads once per virtual user. */
export interface FloodFile extends LoadFile {
  readonly scenarios: readonly (FloodLane & { readonly virtualUsers: number })[];
  /** The ready-made push bodies of all scenarios, by `familyKey`. */
  readonly families: Readonly<Record<string, ReadyFamily>>;
}

/** The input of the storm script. */
export interface StormFile extends LoadFile {
  readonly scenarios: readonly (StormRun & {
    readonly virtualUsers: number;
    readonly history?: QueryMix["history"];
    /**
     * The tenant's `split_queries_by_interval` in ms; 0 if queries are not split. The split determines which points an
     * answer might lack.
     */
    readonly splitIntervalMs: number;
    /** The version of Loki, which determines the level that Loki detects in a line. */
    readonly lokiVersion: string;
  })[];
}

/** The summary file that the flood script and the storm script write at their end. */
export interface SummaryFile {
  /** Arrivals that k6 dropped because no virtual user was free, by scenario. */
  readonly dropped: Readonly<Record<string, number>>;
}
