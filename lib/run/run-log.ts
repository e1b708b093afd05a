import type { Progress } from "../base/log.ts";
import { changedValues } from "../plan/chart/describe-chart.ts";
import type { MemberState } from "../stack/stack.ts";
import type { RunFacts } from "../verdict/run-facts.ts";
import type { RunOptions } from "./run-options.ts";
import { versionsOf } from "./versions.ts";

/** The log of a run, separate from its records: phases with their durations, problems, and the topology at the end. */
export class RunLog {
  topology: readonly MemberState[] = [];
  /** The first phase that threw, in which the run stopped. */
  stoppedIn: string | undefined;
  readonly #options: RunOptions;
  readonly #startedAt = new Date();
  readonly #phases: { name: string; tookMs: number }[] = [];
  readonly #problems: string[] = [];

  constructor(options: RunOptions) {
    this.#options = options;
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** Runs one phase of a run, measures its duration and shows it on the terminal. */
  async phase<T>(name: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    this.#options.live?.phase(name);
    const startMs = performance.now();
    try {
      return await this.#options.progress.step(name, work);
    } catch (error) {
      this.stoppedIn ??= name;
      throw error;
    } finally {
      this.#phases.push({ name, tookMs: Math.round(performance.now() - startMs) });
    }
  }

  facts(): RunFacts {
    const { plan, programs, signal, onStack } = this.#options;
    return {
      schemaVersion: 2,
      runId: plan.runId,
      scenario: plan.scenario,
      description: plan.description,
      provider: plan.provider,
      ...(plan.breakage ? { breakage: plan.breakage.name } : {}),
      startedAt: this.#startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      seed: plan.seed,
      scale: plan.scale,
      versions: versionsOf(programs),
      replay: plan.replay,
      ...(plan.helm ? { chartValues: [...changedValues(plan.helm)] } : {}),
      ...(plan.dropped.length > 0 ? { dropped: [...plan.dropped] } : {}),
      topology: [...this.topology],
      phases: [...this.#phases],
      problems: [...this.#problems],
      ...(onStack === undefined ? {} : { onStack }),
      ...(signal.aborted ? { interrupted: true } : {}),
    };
  }
}
