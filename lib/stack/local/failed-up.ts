import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describeError, HarnessError } from "../../base/errors.ts";
import { shell } from "../../base/shell-words.ts";
import { type RunPaths, stateRoot } from "../run-paths.ts";
import { collectEvidence } from "./collect.ts";
import type { StackState } from "./stack-state.ts";

/**
 * Saves the logs and configs of a stack that did not come up, for its own folder is removed: one place, where the last
 * such failure is. Returns the error to throw, with its hint pointing there.
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
    // The failure itself matters more than its evidence, and a full disk allows no copy.
    return false;
  }
}

/** A full disk shows in many words; it is told in one. */
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
