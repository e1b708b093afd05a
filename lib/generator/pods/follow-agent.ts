import { appendFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { describeError } from "../../base/errors.ts";
import type { Share } from "../generator-share.ts";
import type { Ended, Told } from "../generator-site.ts";
import { type K6Exit, recordFileOf } from "../k6-process.ts";
import type { AgentClient } from "./agent-client.ts";
import type { AgentState } from "./agent-protocol.ts";

/** A generator, its scripts, and the folder into which its records are copied. */
export interface Followed {
  readonly agent: AgentClient;
  readonly told: readonly Told[];
  readonly share: Share;
  readonly dir: string;
}

const intervalMs = 1000;
/**
 * The longest time without an answer from a generator. A generator that is silent for longer is lost: its pod was
 * evicted or ran out of memory.
 */
const lostMs = 30_000;
/** The timeout for a generator's end after an abort: as long as k6 is given to end. */
const endMs = 12_000;

/**
 * Copies a generator's records once a second until the generator has ended and all records are copied. Never rejects: a
 * generator that is lost or could not run ends with exit code -1 and the records copied until then.
 */
export async function followAgent(followed: Followed, signal: AbortSignal): Promise<readonly Ended[]> {
  const startMs = Date.now();
  const copied = new Map<Told["script"], number>();
  let heardMs = Date.now();
  let stopMs: number | undefined;
  for (;;) {
    if (signal.aborted && stopMs === undefined) {
      stopMs = Date.now();
      await followed.agent.tell("stop", AbortSignal.timeout(endMs)).catch(() => undefined);
    }
    try {
      const state = await followed.agent.state(AbortSignal.timeout(endMs));
      await copyRecords(followed, copied);
      heardMs = Date.now();
      if (state.phase === "ended") return endedOf(followed, state);
    } catch (error) {
      const patienceMs = stopMs === undefined ? lostMs : endMs;
      if (Date.now() - heardMs > patienceMs) return lost(followed, describeError(error), startMs);
    }
    await delay(stopMs === undefined ? intervalMs : 100);
  }
}

/** Appends all new records of a generator, in the order in which they were written. */
async function copyRecords(
  { agent, told, dir }: Followed,
  copied: Map<Told["script"], number>,
): Promise<void> {
  for (const { script } of told) {
    for (;;) {
      const from = copied.get(script) ?? 0;
      const more = await agent.recorded(script, from, AbortSignal.timeout(endMs));
      if (more.length === 0) break;
      await appendFile(recordFileOf(dir, script), more);
      copied.set(script, from + more.length);
    }
  }
}

/**
 * Returns the generator's results without starvation figures. They are not known for a pod, to which Loki's processes
 * on its node would also count as other processes.
 */
function endedOf(followed: Followed, state: AgentState): readonly Ended[] {
  const failed = state.error === undefined ? undefined : exitOf(state.error, 0);
  return withExits(followed, (i) => failed ?? state.exits?.[i] ?? exitOf("its exit was not reported", 0));
}

function lost(followed: Followed, why: string, startMs: number): readonly Ended[] {
  const exit = exitOf(`the generator ${followed.agent.name} was lost: ${why}`, (Date.now() - startMs) / 1000);
  return withExits(followed, () => exit);
}

function withExits({ told, share, dir }: Followed, exitAt: (index: number) => K6Exit): readonly Ended[] {
  return told.map((one, i) => ({ ...one, share, dir, exit: exitAt(i), starved: undefined }));
}

function exitOf(stderr: string, wallSeconds: number): K6Exit {
  return { exitCode: -1, stderr, cpuSeconds: 0, cpu: [], wallSeconds, dropped: {} };
}
