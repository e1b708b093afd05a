import { snapshotCounters } from "../probe/counters.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { appendLines } from "../run-folder/write-run.ts";
import type { Member, Stack } from "../stack/stack.ts";

/** Takes snapshots of a stack's counters at the boundaries of a run, and appends each to the run's records. */
export class CountersJournal {
  readonly #runDir: string;

  constructor(runDir: string) {
    this.#runDir = runDir;
  }

  async take(boundary: string, members: readonly Member[], signal: AbortSignal): Promise<void> {
    await appendLines(this.#runDir, runFiles.counters, [await snapshotCounters(boundary, members, signal)]);
  }

  /**
   * Returns the stack with a snapshot of all counters before every restart, because a restart resets the Loki process's
   * counters.
   */
  watching(stack: Stack): Stack {
    const restart = stack.restart?.bind(stack);
    if (restart === undefined) return stack;
    const counted = async (member: Member, signal: AbortSignal): Promise<void> => {
      await this.take(`before-restart:${member.name}`, [member], signal);
      await restart(member, signal);
    };
    return new Proxy(stack, {
      get: (target, key) => {
        if (key === "restart") return counted;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}
