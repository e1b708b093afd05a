import type { Plan } from "../plan/plan.ts";
import type { LiveMetrics } from "../report/live-metrics.ts";
import type { Stack, StackProvider } from "../stack/stack.ts";
import type { Program } from "../toolchain/program.ts";
import type { ClusterGenerators } from "./place-generators.ts";
import type { RunProgress } from "./run-progress.ts";

export type RunPrograms = Readonly<Record<"k6", Program> & Record<string, Program>>;

export interface RunOptions {
  readonly plan: Plan;
  readonly provider: StackProvider;
  /** The programs that the run uses, by name; k6 generates the load. */
  readonly programs: RunPrograms;
  /** The folder in which run folders are created: reports/. */
  readonly outDir: string;
  /** The user's own suites, files or folders. */
  readonly suites: readonly string[];
  /** Load generators that run in the cluster; default: k6 on this machine. */
  readonly generators?: ClusterGenerators;
  /** The id of an earlier run whose kept stack this run uses; by default, this run starts a stack. */
  readonly onStack?: string;
  /**
   * Leaves the stack running (without disposing of it), and saves the state with which a later lokiproof finds the
   * stack.
   */
  readonly keep?: (stack: Stack) => Promise<void>;
  readonly progress: RunProgress;
  /**
   * Aborted by the first Ctrl-C: the run stops where it is, collects evidence, disposes of its stack and judges the
   * existing records.
   */
  readonly signal: AbortSignal;
  /** Receives the run's progress, for a Prometheus that scrapes these metrics. */
  readonly live?: LiveMetrics;
}
