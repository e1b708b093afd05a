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
  /** What the run uses, by name; k6 loads. */
  readonly programs: RunPrograms;
  /** Where run folders are made: reports/. */
  readonly outDir: string;
  /** The user's own suites, files or folders. */
  readonly suites: readonly string[];
  /** Where the load comes from: k6 here unless given. */
  readonly generators?: ClusterGenerators;
  /** The run whose kept stack this run is on; its own stack unless given. */
  readonly onStack?: string;
  /** Leaves the stack running; `keep` does what that needs. */
  readonly keep?: (stack: Stack) => Promise<void>;
  readonly progress: RunProgress;
  /** Aborted by the first Ctrl-C: the run stops where it is, collects, disposes and judges what it has. */
  readonly signal: AbortSignal;
  /** Told of how far the run is, for whoever scrapes it. */
  readonly live?: LiveMetrics;
}
