import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describeError, HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import { type RunPaths, stateRoot } from "../run-paths.ts";
import { collectEvidence } from "./collect.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Saves the logs and configs of a stack that did not start, because the stack's folder is removed. They go to a fixed
 * folder that holds only the last such failure. Returns the error to throw, with a hint that names this folder.
 */
export async function failedUp(error: unknown, state: StackState, paths: RunPaths): Promise<unknown> {
  const told = fullDisk(error) ?? error;
  const dir = join(stateRoot(), "last-failure");
  const saved = await save(state, paths, dir);
  if (!(told instanceof HarnessError) || !saved) return told;
  const hint = told.hint?.replaceAll(paths.root, dir) ?? `read ${join(dir, "logs")}`;
  return new HarnessError(told.message, {
    code: told.code,
    hint,
    exitCode: told.exitCode,
    cause: told.cause,
  });
}

async function save(state: StackState, paths: RunPaths, dir: string): Promise<boolean> {
  try {
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await collectEvidence(state, paths, dir);
    return true;
  } catch {
    // A failed copy is ignored: the error itself matters more than its evidence, and a full disk accepts no copy.
    return false;
  }
}

/**
 * Returns an error DISK_FULL if the error's text shows that the disk is full, which programs report in different words;
 * otherwise undefined.
 */
function fullDisk(error: unknown): HarnessError | undefined {
  const told = describeError(error);
  if (!/ENOSPC|no space left on device|drive is full|minimum free drive threshold/i.test(told))
    return undefined;
  return new HarnessError(`the disk is full: ${told}`, {
    code: "DISK_FULL",
    hint: shell`df -h ${stateRoot()}; lokiproof sweep`,
    cause: error,
  });
}
