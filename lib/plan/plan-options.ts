import type { AttachedSource } from "./attached-plan.ts";
import type { ChartFlags } from "./chart/read-chart.ts";
import type { Plan } from "./plan.ts";

export interface PlanOptions {
  /** A file, or the name of a scenario in scenarios/. */
  readonly scenario: string;
  readonly provider: Plan["provider"];
  /** The user's own kind cluster, by its name in kind. */
  readonly kindCluster?: string;
  /** The local stack has no network except loopback. */
  readonly sealed?: boolean;
  /** A production Loki config, merged over the scenario's. */
  readonly lokiConfigFile?: string;
  /** Production runtime overrides (`overrides:` at the top), merged over the scenario's. */
  readonly overridesFile?: string;
  /** The user's chart and chart values, which take precedence over the scenario's. */
  readonly chart?: ChartFlags;
  /** Files, or names in scenarios/breakages/. Several breakages are merged. */
  readonly breakages?: readonly string[];
  readonly seed?: number;
  readonly scale?: number;
  /** An existing cluster. The scenario then provides the load and the checks, but not the stack. */
  readonly attached?: AttachedSource;
  /** Further flags and values that the command needs to repeat this run, one word each. */
  readonly otherFlags?: readonly string[];
  /** The gateway is reachable only by a port-forward, so it gets no load. */
  readonly portForwardOnly?: boolean;
  /** The bucket to use instead of the scenario's. */
  readonly bucket?: string;
  /** Accepts a Loki minor version that lokiproof does not know. */
  readonly force?: boolean;
  readonly now: Date;
  /** Aborts reading, for example of a pipe that never ends. */
  readonly signal?: AbortSignal | undefined;
}
