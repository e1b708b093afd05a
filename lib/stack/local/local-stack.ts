import { mkdir, rm } from "node:fs/promises";
import { platform } from "node:os";
import { HarnessError } from "../../base/errors.ts";
import { pause } from "../../faults/pause.ts";
import type { Pausable } from "../../plan/fault-schema.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Journal, openJournal } from "../journal.ts";
import { lokiBucket, s3Access } from "../minio-users.ts";
import { isAlive, type ProcessRef } from "../process-table.ts";
import { type RunPaths, runPaths } from "../run-paths.ts";
import type { SocketWatch } from "../socket-watch.ts";
import { endProcesses, type ProcessSpec, spawnProcess } from "../spawned.ts";
import type { Member, MemberState, S3Access, Stack } from "../stack.ts";
import { writeState } from "../stack-file.ts";
import { collectEvidence } from "./collect.ts";
import { describeLocal } from "./describe-local.ts";
import { memberStates } from "./member-states.ts";
import { dataDir, logPath, lokiSpec } from "./process-specs.ts";
import { awaitReady } from "./readiness.ts";
import { minioOf, type StackState } from "./stack-state.ts";
import { type LokiProcess, membersOf, processNames } from "./topology.ts";
import { watchLocalSockets } from "./watch-local-sockets.ts";
import { brokenOverrides, writeOverrides } from "./write-configs.ts";

const restartGraceMs = 30_000;
const disposeGraceMs = 3_000;
const readyTimeoutMs = 120_000;

/** A stack of processes on loopback, started by this process or left running by another lokiproof. */
export class LocalStack implements Stack {
  readonly provider = "local" as const;
  readonly state: StackState;
  readonly attached: boolean;
  readonly paths: RunPaths;
  readonly watchSockets?: () => SocketWatch;
  private readonly journal: Journal;
  private readonly onDispose: () => Promise<void>;
  private kept = false;
  private reader: Promise<string> | undefined;

  /** Without `onDispose`, the stack counts as made by another lokiproof. */
  constructor(state: StackState, onDispose?: () => Promise<void>) {
    this.state = state;
    this.attached = onDispose === undefined;
    this.paths = runPaths(state.plan.runId);
    this.journal = openJournal(this.paths.journal);
    this.onDispose = onDispose ?? (() => Promise.resolve());
    // Only Linux shows the sockets of processes as files.
    if (platform() === "linux") this.watchSockets = () => watchLocalSockets(this.state);
  }

  get gatewayUrl(): string {
    return `http://127.0.0.1:${this.state.topology.gatewayPort}`;
  }

  get members(): readonly Member[] {
    return membersOf(this.state.topology);
  }

  get s3(): S3Access {
    return s3Access(minioOf(this.state), "reader", this.state.plan.bucket);
  }

  get lokiS3(): S3Access {
    return s3Access(minioOf(this.state), "loki", lokiBucket(this.state.plan));
  }

  get notes(): string {
    return this.paths.root;
  }

  states(): Promise<readonly MemberState[]> {
    return Promise.resolve(memberStates(this.state, this.paths));
  }

  readonly restart = async (member: Member, signal: AbortSignal): Promise<void> => {
    const loki = this.lokiNamed(member.name);
    await this.stop(loki.name);
    await this.startLoki(loki, signal);
  };

  readonly storeReader = (signal: AbortSignal): Promise<string> => {
    this.reader ??= this.startReader(signal).catch((error: unknown) => {
      this.reader = undefined;
      throw error;
    });
    return this.reader;
  };

  /** Replaces Loki's runtime overrides, with those of a breakage (a deliberate fault) still applied on top. */
  readonly setOverrides = (overrides: Plan["overrides"]): Promise<void> =>
    writeOverrides(this.paths, brokenOverrides({ ...this.state.plan, overrides }));

  readonly pause = (component: Pausable): Disposable =>
    pause(
      processNames(this.state.topology, component).map((name) => {
        const process = this.processOf(name);
        return { name, pid: process.pid, isAlive: () => isAlive(process) };
      }),
    );

  collect(dir: string): Promise<void> {
    return collectEvidence(this.state, this.paths, dir);
  }

  readonly describe = (): string => describeLocal(this);

  /** Leaves the stack running when this lokiproof ends; `lokiproof down` ends it. */
  async keep(): Promise<void> {
    this.kept = true;
    this.journal.write({ kind: "kept" });
    await this.onDispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.kept) return;
    await this.end();
  }

  /** Ends every process and removes the stack's folder, even if the stack was kept. */
  async end(): Promise<void> {
    const { minio, ...others } = this.state.processes;
    await endProcesses(Object.values(others), disposeGraceMs);
    if (minio) await endProcesses([minio], disposeGraceMs);
    await rm(this.paths.root, { recursive: true, force: true, maxRetries: 3 });
    if (!this.kept) await this.onDispose();
  }

  /** Starts a process and records it in the stack's state, in place of an earlier process of the same name. */
  async start(spec: ProcessSpec): Promise<void> {
    const started = await spawnProcess(spec, { runId: this.state.plan.runId, journal: this.journal });
    this.state.processes[spec.name] = started;
    writeState(this.paths.stackFile, this.state);
  }

  /** Returns a process by its name. Throws HarnessError if none of that name was started. */
  processOf(name: string): ProcessRef {
    const process = this.state.processes[name];
    if (process) return process;
    throw new HarnessError(`${name} was not started`, { code: "NO_SUCH_MEMBER" });
  }

  private async startLoki(loki: LokiProcess, signal: AbortSignal): Promise<void> {
    await this.start(lokiSpec(loki, this.state, this.paths));
    const started = { loki, process: this.processOf(loki.name), logPath: logPath(loki, this.paths) };
    await awaitReady(started, { timeoutMs: readyTimeoutMs, signal });
  }

  private async startReader(signal: AbortSignal): Promise<string> {
    const loki = this.state.topology.storeReader;
    // A store reader that an earlier lokiproof left running would still use the index that it had read before.
    await this.stop(loki.name);
    const dir = dataDir(loki, this.paths);
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await this.startLoki(loki, signal);
    return `http://127.0.0.1:${loki.httpPort}`;
  }

  private async stop(name: string): Promise<void> {
    const running = this.state.processes[name];
    delete this.state.processes[name];
    writeState(this.paths.stackFile, this.state);
    if (running) await endProcesses([running], restartGraceMs);
  }

  private lokiNamed(name: string): LokiProcess {
    const { lokis } = this.state.topology;
    const found = lokis.find((loki) => loki.name === name);
    if (found) return found;
    const names = lokis.map((loki) => loki.name).join(", ");
    throw new HarnessError(`no Loki process ${name} in this stack; expected one of ${names}`, {
      code: "NO_SUCH_MEMBER",
    });
  }
}
