import type { AttachedSource } from "./attached-plan.ts";
import type { ChartFlags } from "./chart/read-chart.ts";
import type { Plan } from "./plan.ts";

export interface PlanOptions {
  /** A file, or the name of one in scenarios/. */
  readonly scenario: string;
  readonly provider: Plan["provider"];
  /** A kind cluster of the user's, by kind's name for it. */
  readonly kindCluster?: string;
  /** Loopback is the only network that the local stack has. */
  readonly sealed?: boolean;
  /** Production Loki config, laid over the scenario's. */
  readonly lokiConfigFile?: string;
  /** Production runtime overrides (`overrides:` at the top), laid over the scenario's. */
  readonly overridesFile?: string;
  /** The user's chart values and chart, over the scenario's. */
  readonly chart?: ChartFlags;
  /** Files, or names of ours in scenarios/breakages/; several are laid over one another. */
  readonly breakages?: readonly string[];
  readonly seed?: number;
  readonly scale?: number;
  /** A cluster that runs already; the scenario gives its load and its checks, not its stack. */
  readonly attached?: AttachedSource;
  /** What else to give again to run the same: flags and their values, each a word. */
  readonly otherFlags?: readonly string[];
  /** Nothing but a port-forward leads to the gateway: it carries no load. */
  readonly portForwardOnly?: boolean;
  /** In place of the scenario's. */
  readonly bucket?: string;
  /** Takes a Loki of a minor that lokiproof does not know. */
  readonly force?: boolean;
  readonly now: Date;
  /** Ends the reading of a file that does not end. */
  readonly signal?: AbortSignal | undefined;
}
