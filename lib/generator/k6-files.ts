import type { QueryMix } from "../storm/plan-queries.ts";
import type { ReadyFamily } from "../traffic/bodies/ready-body.ts";
import type { FloodLane } from "../traffic/flood-lanes.ts";
import type { StormRun } from "../traffic/schedule.ts";

interface LoadFile {
  readonly seed: number;
  readonly runId: string;
  readonly gatewayUrl: string;
  readonly timeoutMs: number;
  /** How many k6 share the scenarios, each told its segment (lib/generator/generator-share.ts). */
  readonly generators: number;
}

/** What the flood script is told, a JSON file it reads once per virtual user. */
export interface FloodFile extends LoadFile {
  readonly scenarios: readonly (FloodLane & { readonly virtualUsers: number })[];
  /** The ready-made bodies of all of them, by `familyKey`. */
  readonly families: Readonly<Record<string, ReadyFamily>>;
}

/** What the storm script is told. */
export interface StormFile extends LoadFile {
  readonly scenarios: readonly (StormRun & {
    readonly virtualUsers: number;
    readonly history?: QueryMix["history"];
    /** `split_queries_by_interval` of the tenant; 0: not split. Decides what answers may lack. */
    readonly splitIntervalMs: number;
    /** Decides which level Loki detects in a line. */
    readonly lokiVersion: string;
  })[];
}

/** What both scripts leave at their end. */
export interface SummaryFile {
  /** Arrivals dropped for want of a free virtual user, by scenario. */
  readonly dropped: Readonly<Record<string, number>>;
}
