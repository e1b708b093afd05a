import { readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { describeError, usageError } from "../base/errors.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { type Made, madeBy, removeMade } from "./made.ts";
import { isAlive, markedProcesses, type ProcessRef } from "./process-table.ts";
import { runPaths, runsRoot, stateRoot } from "./run-paths.ts";
import { endProcesses } from "./spawned.ts";

/** A living process of a run; the name is unknown when lokiproof was killed just as it started it. */
export interface FoundProcess extends ProcessRef {
  readonly name: string;
}

/** A run that has a folder, or a process, or both. */
export interface FoundRun extends Made {
  readonly runId: string;
  readonly folder: string | undefined;
  /** The lokiproof that made it; undefined when it was killed before it could say so. */
  readonly owner: ProcessRef | undefined;
  /** `owned`: its lokiproof lives. `kept`: left on purpose. `orphaned`: what `sweep` removes. */
  readonly standing: "owned" | "kept" | "orphaned";
  readonly processes: readonly FoundProcess[];
}

/** A folder as young as this without an owner is one that is just being made. */
const youngMs = 60_000;
const graceMs = 3_000;

/** Every run of this user's state folder, from journals and from the marks on living processes. */
export function findRuns(): readonly FoundRun[] {
  const marked = markedProcesses(stateRoot());
  const folders = listFolders();
  return [...new Set([...folders, ...marked.keys()])]
    .sort()
    .map((runId) => inspect(runId, folders.includes(runId), marked.get(runId) ?? []));
}

/** Ends a run's processes and removes its folder. Resolves when nothing of it is left. */
export async function removeRun(run: FoundRun): Promise<void> {
  // A `kind` that is still at work would make what is just being removed.
  await endProcesses(run.processes, graceMs);
  await removeMade(run, run.runId);
  if (run.folder !== undefined) await rm(run.folder, { recursive: true, force: true });
}

/** What a run consists of, a line each, for the person who reads it. */
export function describeRun(run: FoundRun): readonly string[] {
  const processes = run.processes.map(({ name, pid }) => `process ${name} (pid ${pid}) of ${run.runId}`);
  const clusters = run.clusters.map((name) => `kind cluster ${name} of ${run.runId}`);
  const networks = run.networks.map((name) => `docker network ${name} of ${run.runId}`);
  const namespaces = run.namespaces.map(
    ({ name, context }) => `namespace ${name} of ${run.runId}, in context ${context}`,
  );
  const folder = run.folder === undefined ? [] : [`folder ${run.folder}`];
  return [...processes, ...clusters, ...networks, ...namespaces, ...folder];
}

function inspect(runId: string, hasFolder: boolean, marked: readonly ProcessRef[]): FoundRun {
  const paths = runPaths(runId);
  const journal = readJournal(paths.journal);
  const owner = journal.findLast((entry) => entry.kind === "owner");
  const kept = journal.some(({ kind }) => kind === "kept");
  const folder = hasFolder ? paths.root : undefined;
  const owned = owner ? isAlive(owner) : isYoung(folder);
  return {
    runId,
    folder,
    owner: owner && { pid: owner.pid, startTime: owner.startTime },
    standing: kept ? "kept" : owned ? "owned" : "orphaned",
    processes: livingProcesses(journal, marked),
    ...madeBy(journal),
  };
}

function livingProcesses(
  journal: readonly JournalEntry[],
  marked: readonly ProcessRef[],
): readonly FoundProcess[] {
  const named = journal.filter((entry) => entry.kind === "spawned").filter(isAlive);
  const others = marked.filter(({ pid }) => !named.some((one) => one.pid === pid));
  return [
    ...named.map(({ name, pid, startTime }) => ({ name, pid, startTime })),
    ...others.map((process) => ({ ...process, name: "unnamed" })),
  ];
}

function listFolders(): readonly string[] {
  try {
    return readdirSync(runsRoot());
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw usageError(`the state folder ${runsRoot()} cannot be read: ${describeError(cause)}`, {
      code: "STATE_UNREADABLE",
      hint: "set XDG_STATE_HOME to a folder of yours; where it was set when the stack was made",
      cause,
    });
  }
}

function isYoung(folder: string | undefined): boolean {
  try {
    return folder !== undefined && Date.now() - statSync(folder).mtimeMs < youngMs;
  } catch {
    return false;
  }
}
