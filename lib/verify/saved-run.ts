import { resolve } from "node:path";
import { readLinesStrictly, readStrictly } from "../run-folder/read-strictly.ts";
import type { PushRecord } from "../run-folder/request-record.ts";
import { RunFileError } from "../run-folder/run-file-error.ts";
import { runFiles } from "../run-folder/run-files.ts";
import type { Plan } from "../scenario/plan.ts";
import { plannedFloods } from "../scenario/tenant-groups.ts";

/** What is left of an earlier run, and enough to derive every line that it wrote again. */
export interface SavedRun {
  readonly dir: string;
  readonly plan: Plan;
  /** Never empty, and at least one of them acknowledged. */
  readonly pushes: readonly PushRecord[];
}

/** Reads a run's plan and pushes. Throws RunFileError, with the file, the line and what is wrong, if they are not complete. */
export function readSavedRun(folder: string): SavedRun {
  const dir = resolve(folder);
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
  return { dir, plan, pushes };
}
