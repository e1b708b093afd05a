import { join } from "node:path";
import { type CountersSnapshot, snapshotCounters } from "../probe/counters.ts";
import type { Member, Stack } from "../stack/stack.ts";
import { writeJson } from "./run-folder.ts";

/** Takes and saves the counters of a stack at the boundaries of a run: records/counters.json, oldest first. */
export class CountersJournal {
  readonly #snapshots: CountersSnapshot[] = [];
  readonly #file: string;

  constructor(runDir: string) {
    this.#file = join(runDir, "records", "counters.json");
  }

  async take(boundary: string, members: readonly Member[], signal: AbortSignal): Promise<void> {
    this.#snapshots.push(await snapshotCounters(boundary, members, signal));
    await writeJson(this.#file, this.#snapshots);
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
