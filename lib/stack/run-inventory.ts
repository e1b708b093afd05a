import { readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { describeError, usageError } from "../base/errors.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { type Made, madeBy, removeMade } from "./made.ts";
import { isAlive, markedProcesses, type ProcessRef } from "./process-table.ts";
import { runPaths, runsRoot, stateRoot } from "./run-paths.ts";
import { endProcesses } from "./spawned.ts";

/**
 * A living process of a run. The process's name is "unnamed" if lokiproof was killed just as it started the process.
 */
export interface FoundProcess extends ProcessRef {
  readonly name: string;
}

/** A run that has a folder, living processes, or both. */
export interface FoundRun extends Made {
  readonly runId: string;
  readonly folder: string | undefined;
  /**
   * The lokiproof process that made the run; undefined if that process was killed before it could write the run's
   * journal.
   */
  readonly owner: ProcessRef | undefined;
  /**
   * The run's standing. `owned`: its lokiproof is alive. `kept`: left running on purpose. `orphaned`: to be removed by
   * `sweep`.
   */
  readonly standing: "owned" | "kept" | "orphaned";
  readonly processes: readonly FoundProcess[];
}

/** The age below which a run's folder without an owner belongs to a run that is just starting. */
const youngMs = 60_000;
const graceMs = 3_000;

/** Returns every run in this user's state folder, found by its journal or by the marks on living processes. */
export function findRuns(): readonly FoundRun[] {
  const marked = markedProcesses(stateRoot());
  const folders = listFolders();
  return [...new Set([...folders, ...marked.keys()])]
    .sort()
    .map((runId) => inspect(runId, folders.includes(runId), marked.get(runId) ?? []));
}

/** Ends a run's processes and removes its folder. Resolves when nothing of the run is left. */
export async function removeRun(run: FoundRun): Promise<void> {
  // Processes end first: a `kind` that is still running would create the cluster that is just being removed.
  await endProcesses(run.processes, graceMs);
  await removeMade(run, run.runId);
  if (run.folder !== undefined) await rm(run.folder, { recursive: true, force: true });
}

/** Describes what a run consists of, one line per thing, for a person. */
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
