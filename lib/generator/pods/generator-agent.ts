import { mkdir, open } from "node:fs/promises";
import { describeError, HarnessError } from "../../base/errors.ts";
import { type Told, withBodies } from "../generator-site.ts";
import { type K6Exit, recordFileOf, runK6 } from "../k6-process.ts";
import type { AgentState, AgentWork } from "./agent-protocol.ts";
import { generatorVersion } from "./generator-version.ts";

/**
 * One generator of a load, in a separate pod. The run sends the generator its scripts to prepare, then starts all
 * generators at once.
 */
export class GeneratorAgent {
  readonly #dir: string;
  readonly #k6Path: string;
  readonly #over = new AbortController();
  #phase: AgentState["phase"] = "idle";
  #work: AgentWork | undefined;
  #exits: readonly K6Exit[] | undefined;
  #error: string | undefined;
  /** The version is computed once, because the run requests it every second. */
  readonly #version = generatorVersion();

  constructor({ dir, k6Path }: { readonly dir: string; readonly k6Path: string }) {
    this.#dir = dir;
    this.#k6Path = k6Path;
  }

  state(): AgentState {
    return {
      version: this.#version,
      phase: this.#phase,
      ...(this.#exits === undefined ? {} : { exits: this.#exits.map(plain) }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  /** Creates the push bodies; `state` shows when they are ready. Throws if called a second time. */
  prepare(work: AgentWork): void {
    this.#advance("idle", "preparing");
    this.#end(this.#prepare(work));
  }

  /** Starts the load. Throws if the load is not prepared. */
  start(): void {
    this.#advance("ready", "running");
    this.#end(this.#run());
  }

  /** Ends the load early; its records stay. */
  stop(): void {
    this.#over.abort(new HarnessError("lokiproof stopped the load early", { code: "LOAD_OVER" }));
  }

  /** Returns a script's records from byte `from` on; empty if there are no more yet. */
  async recorded(script: Told["script"], from: number): Promise<Buffer> {
    try {
      await using file = await open(recordFileOf(this.#dir, script));
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, mostAtOnce)));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return Buffer.alloc(0);
      throw error;
    }
  }

  #advance(from: AgentState["phase"], to: AgentState["phase"]): void {
    if (this.#phase !== from) {
      throw new HarnessError(`expected a generator that is ${from}, got one that is ${this.#phase}`, {
        code: "GENERATOR_PHASE",
      });
    }
    this.#phase = to;
  }

  #end(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#error = describeError(error);
      this.#phase = "ended";
    });
  }

  async #prepare({ share, told }: AgentWork): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const { signal } = this.#over;
    this.#work = { share, told: await Promise.all(told.map((one) => withBodies(one, signal))) };
    this.#phase = "ready";
  }

  async #run(): Promise<void> {
    const { told = [], share = { index: 0, of: 1 } } = this.#work ?? {};
    const to = { share, k6Path: this.#k6Path, dir: this.#dir, signal: this.#over.signal };
    this.#exits = await Promise.all(told.map((one) => runK6({ ...one, ...to })));
    this.#phase = "ended";
  }
}

/** The maximum number of bytes of records in one answer. */
const mostAtOnce = 4_000_000;

function plain({ cpu, dropped, ...exit }: K6Exit): NonNullable<AgentState["exits"]>[number] {
  return { ...exit, cpu: cpu.map((one) => ({ ...one })), dropped: { ...dropped } };
}
