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
  /** Generators in the cluster; default: k6 on this machine. */
  readonly generators?: ClusterGenerators;
  /** The id of the run whose kept stack this run uses; default: this run starts its own stack. */
  readonly onStack?: string;
  /** Leaves the stack running instead of disposing it, and saves what is needed to find it again. */
  readonly keep?: (stack: Stack) => Promise<void>;
  readonly progress: RunProgress;
  /** Aborted by the first Ctrl-C: the run stops where it is, collects, disposes and judges what it has. */
  readonly signal: AbortSignal;
  /** Receives the run's progress, for a Prometheus that scrapes it. */
  readonly live?: LiveMetrics;
}
