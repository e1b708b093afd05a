import type { ReadyFamily } from "./bodies/ready-body.ts";
import type { FloodLane } from "./flood-lanes.ts";
import type { QueryMix } from "./query-mix/plan-queries.ts";
import type { StormRun } from "./schedule.ts";

/** What the flood script is told, a JSON file it reads once per virtual user. */
export interface FloodFile {
  readonly seed: number;
  readonly runId: string;
  readonly gatewayUrl: string;
  readonly timeoutMs: number;
  readonly scenarios: readonly (FloodLane & { readonly virtualUsers: number })[];
  /** The ready-made bodies of all of them, by `familyKey`. */
  readonly families: Readonly<Record<string, ReadyFamily>>;
}

/** What the storm script is told. */
export interface StormFile {
  readonly seed: number;
  readonly runId: string;
  readonly gatewayUrl: string;
  readonly timeoutMs: number;
  readonly scenarios: readonly (StormRun & {
    readonly virtualUsers: number;
    readonly history?: QueryMix["history"];
  })[];
}

/** What both scripts leave at their end. */
export interface SummaryFile {
  /** Arrivals dropped for want of a free virtual user, by scenario. */
  readonly dropped: Readonly<Record<string, number>>;
}
