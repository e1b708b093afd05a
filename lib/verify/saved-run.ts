import { resolve } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { plannedFloods } from "../plan/tenant-groups.ts";
import { whyDamaged } from "../run-folder/find-damage.ts";
import { type Manifest, manifestFile } from "../run-folder/manifest.ts";
import { readLeniently } from "../run-folder/read-leniently.ts";
import { readLinesStrictly, readStrictly } from "../run-folder/read-strictly.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";

/** The saved plan and pushes of an earlier run. They determine every line that the run wrote. */
export interface SavedRun {
  readonly dir: string;
  readonly plan: Plan;
  /** The records of all pushes of the run. At least one push was acknowledged. */
  readonly pushes: readonly PushRecord[];
  /** The stack that the run used: one that the run started, or one kept by an earlier run. */
  readonly stackId: string;
}

/**
 * Reads the plan and the pushes of a saved run. If they are incomplete, throws RunFileError with the file, the line and
 * what is wrong.
 */
export async function readSavedRun(folder: string): Promise<SavedRun> {
  const dir = resolve(folder);
  await requireAsLeft(dir);
  const plan = readStrictly(dir, runFiles.plan);
  const pushes = readLinesStrictly(dir, runFiles.pushes);
  if (!pushes.some(({ status }) => status === 204)) {
    throw new RunFileError(
      runFiles.pushes.path,
      `none of its ${pushes.length} pushes was acknowledged: there is nothing to read back`,
    );
  }
  const groups = plannedFloods(plan).flatMap(({ tenants }) => tenants);
  const known = new Set([...Object.keys(plan.tenants), ...groups]);
  const stranger = pushes.find(({ tenant }) => !known.has(tenant));
  if (stranger !== undefined) {
    throw new RunFileError(
      runFiles.plan.path,
      `it has no load of ${stranger.tenant}, to which the run pushed`,
    );
  }
  return { dir, plan, pushes, stackId: readLeniently(dir, runFiles.facts)?.onStack ?? plan.runId };
}

/**
 * Throws RunFileError if the plan or the pushes of a saved run were altered. Otherwise Loki would be blamed for lines
 * that the record lost, or that another run wrote. A killed run has no facts, and an old run has no manifest; in these
 * cases the records are used unchecked.
 */
async function requireAsLeft(dir: string): Promise<void> {
  const facts = readLeniently(dir, runFiles.facts);
  const manifest = manifestOf(dir, facts?.manifest !== undefined);
  if (manifest === undefined) return;
  for (const { path } of [runFiles.plan, runFiles.pushes]) {
    const why = await whyDamaged(dir, path, manifest.files[path]);
    if (why !== undefined)
      throw new RunFileError(
        path,
        `${why}: lines that Loki lost could not be distinguished from lines that the file lost`,
      );
  }
}

function manifestOf(dir: string, isDue: boolean): Manifest | undefined {
  try {
    return readStrictly(dir, manifestFile);
  } catch (error) {
    if (error instanceof RunFileError && error.absent && !isDue) return undefined;
    throw error;
  }
}
