import { snapshotCounters } from "../probe/counters.ts";
import { runFiles } from "../run-folder/run-files.ts";
import { appendLines } from "../run-folder/write-run.ts";
import type { Member, Stack } from "../stack/stack.ts";

/** Takes the counters of a stack at the boundaries of a run, each appended to the run's records as it is taken. */
export class CountersJournal {
  readonly #runDir: string;

  constructor(runDir: string) {
    this.#runDir = runDir;
  }

  async take(boundary: string, members: readonly Member[], signal: AbortSignal): Promise<void> {
    await appendLines(this.#runDir, runFiles.counters, [await snapshotCounters(boundary, members, signal)]);
  }

  /** The stack, with every restart preceded by a snapshot: what a counter had reached would be lost with it. */
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
