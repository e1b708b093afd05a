import type { AttachedSource } from "./attached-plan.ts";
import type { ChartFlags } from "./chart/read-chart.ts";
import type { Plan } from "./plan.ts";

export interface PlanOptions {
  /** The scenario: a file, or the name of a scenario in scenarios/. */
  readonly scenario: string;
  readonly provider: Plan["provider"];
  /** The user's own kind cluster, by its name in kind, in which to run. */
  readonly kindCluster?: string;
  /** True for a local stack without any network except loopback. */
  readonly sealed?: boolean;
  /** A production Loki config, merged over the scenario's config. */
  readonly lokiConfigFile?: string;
  /** A production runtime overrides file (`overrides:` at the top), merged over the scenario's overrides. */
  readonly overridesFile?: string;
  /** The user's chart and chart values, which take precedence over the scenario's. */
  readonly chart?: ChartFlags;
  /** Breakages (deliberate faults) as files, or as names in scenarios/breakages/. Several breakages are merged. */
  readonly breakages?: readonly string[];
  readonly seed?: number;
  readonly scale?: number;
  /** An existing cluster to judge. The scenario then provides the load and the checks, but not the stack. */
  readonly attached?: AttachedSource;
  /** Further flags and values that the command needs to repeat this run, one array element per word. */
  readonly otherFlags?: readonly string[];
  /** True if the gateway is reachable only by a port-forward, so that the gateway gets no load. */
  readonly portForwardOnly?: boolean;
  /** The S3 bucket that replaces the scenario's bucket. */
  readonly bucket?: string;
  /** True to accept a Loki minor version that lokiproof does not know. */
  readonly force?: boolean;
  readonly now: Date;
  /** Aborts reading of input files, for example of a pipe that never ends. */
  readonly signal?: AbortSignal | undefined;
}
